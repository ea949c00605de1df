import RecoveryModel

extension TopicSubject {
    /// The topic with its subscriptions, and its policy.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let topic = try state.topic.get() else { return [] }
            let subscriptions = try topic.subscriptions.get().sorted { $0.endpoint < $1.endpoint }
            var resources = [
                LiveResource(
                    .topic, policy.topic, topic.arn, arn: topic.arn,
                    [
                        "TopicName": .string(policy.topic),
                        "KmsMasterKeyId": topic.encryptionKey.map(JSONValue.string),
                        "Subscription": subscriptions.isEmpty
                            ? nil
                            : .array(
                                subscriptions.map {
                                    ["Protocol": .string($0.transport), "Endpoint": .string($0.endpoint)]
                                }),
                    ])
            ]
            if let document = try topic.policy.get() {
                resources.append(
                    LiveResource(
                        .topicPolicy, policy.topic, topic.arn,
                        ["Topics": .texts([topic.arn]), "PolicyDocument": document.json]))
            }
            return resources
        }
    }
}

extension AlarmSubject {
    /// The alarm of that name.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let alarm = try observed.get() else { return [] }
            guard alarm.foreign == nil else {
                throw CollectionFailure(
                    operation: "cloudwatch:DescribeAlarms", reason: "alarm \(alarm.name) is \(alarm.shown)")
            }
            let dimensions = alarm.dimensions.sorted { $0.key < $1.key }
            return [
                LiveResource(
                    .alarm, alarm.name, alarm.name,
                    [
                        "AlarmName": .string(alarm.name), "AlarmDescription": .string(alarm.summary),
                        "Namespace": .string(alarm.namespace), "MetricName": .string(alarm.metric),
                        "Statistic": .string(alarm.statistic), "Period": .integer(alarm.period),
                        "EvaluationPeriods": .integer(alarm.evaluationPeriods),
                        "DatapointsToAlarm": alarm.datapointsToAlarm.map(JSONValue.integer),
                        "ComparisonOperator": .string(alarm.comparison), "Threshold": .number(alarm.threshold),
                        "TreatMissingData": .string(alarm.missingData), "Unit": alarm.unit.map(JSONValue.string),
                        "Dimensions": .array(
                            dimensions.map { ["Name": .string($0.key), "Value": .string($0.value)] }),
                        "ActionsEnabled": .bool(alarm.actionsEnabled), "AlarmActions": .texts(alarm.alarmActions),
                        "OKActions": alarm.okActions.isEmpty ? nil : .texts(alarm.okActions),
                        "InsufficientDataActions": alarm.insufficientDataActions.isEmpty
                            ? nil : .texts(alarm.insufficientDataActions),
                    ])
            ]
        }
    }
}

extension EventSubscriptionSubject {
    /// The subscription of that name.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let subscription = try observed.get() else { return [] }
            return [
                LiveResource(
                    .eventSubscription, required.name, subscription.name,
                    [
                        "SubscriptionName": .string(subscription.name), "SnsTopicArn": .string(subscription.topic),
                        "SourceType": subscription.sourceType.map(JSONValue.string),
                        "SourceIds": subscription.sources.isEmpty ? nil : .texts(subscription.sources),
                        "EventCategories": subscription.categories.isEmpty ? nil : .texts(subscription.categories),
                        "Enabled": .bool(subscription.enabled),
                    ])
            ]
        }
    }
}

extension DashboardSubject {
    /// The policy's part of the dashboard of that name.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let body = try part.get() else { return [] }
            return [
                LiveResource(
                    .dashboard, name, name,
                    ["DashboardName": .string(name), "DashboardBody": .string(body.json.compact)])
            ]
        }
    }
}
