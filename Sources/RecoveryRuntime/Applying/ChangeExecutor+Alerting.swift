import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnAlerting(_ change: Change) async throws {
        switch change {
        case .createTopic(let name, let key, let tags):
            // CreateTopic returns the topic that exists, and refuses other attributes than it has.
            _ = try await client.send(
                SNS.createTopic,
                .init(
                    name: name, attributes: key.map { ["KmsMasterKeyId": $0] },
                    tags: tags.sorted { $0.key < $1.key }.map { SNS.Tag(key: $0.key, value: $0.value) }))
        case .setTopicEncryption(let arn, let key):
            try await setTopicAttribute(arn, "KmsMasterKeyId", key)
        case .setTopicPolicy(let arn, let policy):
            try await setTopicAttribute(arn, "Policy", policy.json.compact)
        case .subscribe(let topic, let transport, let endpoint):
            _ = try await client.send(
                SNS.subscribe,
                .init(topicArn: topic, protocol: transport, endpoint: endpoint, returnSubscriptionArn: true))
        case .putAlarm(let alarm, let tags):
            _ = try await client.send(CloudWatch.putMetricAlarm, alarm.input(tags: tags))
        case .createEventSubscription(let subscription, let tags):
            do {
                _ = try await client.send(
                    RDS.createEventSubscription,
                    .init(
                        subscriptionName: subscription.name, snsTopicArn: subscription.topic,
                        sourceType: subscription.sourceType, eventCategories: subscription.categories,
                        sourceIds: subscription.sources, enabled: subscription.enabled, tags: RDS.Tag.list(tags)))
            } catch let error as ClientError where error.code == "SubscriptionAlreadyExist" {
                try await modify(subscription)
            }
        case .modifyEventSubscription(let subscription): try await modify(subscription)
        case .putDashboard(let name, let body):
            _ = try await client.send(
                CloudWatch.putDashboard, .init(dashboardName: name, dashboardBody: body.compact))
        default: break
        }
    }

    private func setTopicAttribute(_ arn: String, _ name: String, _ value: String) async throws {
        _ = try await client.send(
            SNS.setTopicAttributes, .init(topicArn: arn, attributeName: name, attributeValue: value))
    }

    private func modify(_ subscription: EventSubscription) async throws {
        _ = try await client.send(
            RDS.modifyEventSubscription,
            .init(
                subscriptionName: subscription.name, snsTopicArn: subscription.topic,
                sourceType: subscription.sourceType, eventCategories: subscription.categories,
                enabled: subscription.enabled))
    }
}

extension AlarmState {
    /// The call's parameters.
    fileprivate func input(tags: [String: String]) -> CloudWatch.PutMetricAlarmInput {
        var input = CloudWatch.PutMetricAlarmInput(
            alarmName: name, evaluationPeriods: evaluationPeriods,
            comparisonOperator: .init(rawValue: comparison))
        input.alarmDescription = summary
        input.actionsEnabled = actionsEnabled
        input.alarmActions = alarmActions
        input.metricName = metric
        input.namespace = namespace
        input.statistic = .init(rawValue: statistic)
        input.dimensions = dimensions.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
        input.period = period
        input.threshold = threshold
        input.treatMissingData = missingData
        input.tags = tags.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }
        return input
    }
}
