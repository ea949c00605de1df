import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    private var reading: AlertingObservation {
        AlertingObservation(observer: observer, account: account, region: region)
    }

    func execute(_ change: TopicChange) async throws {
        switch change {
        case .create(let name, let key, let policy, let tags):
            // CreateTopic returns the topic that exists, and refuses other attributes than it has.
            var attributes = ["Policy": policy.json.compact]
            if let key { attributes["KmsMasterKeyId"] = key }
            _ = try await client.send(
                SNS.createTopic,
                .init(
                    name: name, attributes: attributes,
                    tags: tags.sorted { $0.key < $1.key }.map { SNS.Tag(key: $0.key, value: $0.value) }))
        case .putEncryption(let arn, let key): try await set("KmsMasterKeyId", of: arn, key.after)
        case .putPolicy(let arn, let document):
            let name = arn.split(separator: ":").last ?? ""
            try await replace(document, of: "the policy of topic \(name)") {
                try await reading.topicPolicy(arn)
            } write: { policy in
                try await set("Policy", of: arn, policy.json.compact)
            }
        case .subscribe(let topic, let transport, let endpoint):
            _ = try await client.send(
                SNS.subscribe,
                .init(topicArn: topic, protocol: transport, endpoint: endpoint, returnSubscriptionArn: true))
        }
    }

    func execute(_ change: AlarmChange) async throws {
        switch change {
        case .put(let alarm, let tags):
            try await replace(alarm, of: "alarm \(alarm.after.name)") {
                try await reading.alarm(alarm.after.name)
            } write: { state in
                _ = try await client.send(CloudWatch.putMetricAlarm, state.input(tags: tags))
            }
        case .delete(let alarm, _):
            try await delete(alarm, of: "alarm \(alarm.name)") {
                try await reading.alarm(alarm.name)
            } call: {
                try await accepting(["ResourceNotFound"]) {
                    _ = try await client.send(CloudWatch.deleteAlarms, .init(alarmNames: [alarm.name]))
                }
            }
        }
    }

    func execute(_ change: EventSubscriptionChange) async throws {
        switch change {
        case .create(let subscription, let tags):
            // One that is there and was not when the plan was made is ours if an attempt of ours went unanswered.
            try await accepting(["SubscriptionAlreadyExist"]) {
                _ = try await client.send(
                    RDS.createEventSubscription,
                    .init(
                        subscriptionName: subscription.name, snsTopicArn: subscription.topic,
                        sourceType: subscription.sourceType, eventCategories: subscription.categories,
                        sourceIds: subscription.sources, enabled: subscription.enabled, tags: tags.rdsTags))
            }
        case .modify(let subscription):
            try await replace(subscription, of: "event subscription \(subscription.after.name)") {
                try await reading.eventSubscription(subscription.after.name)
            } write: { next in
                _ = try await client.send(
                    RDS.modifyEventSubscription,
                    .init(
                        subscriptionName: next.name, snsTopicArn: next.topic, sourceType: next.sourceType,
                        eventCategories: next.categories, enabled: next.enabled))
            }
        case .addSource(let subscription, let source):
            _ = try await client.send(
                RDS.addSourceIdentifierToSubscription,
                .init(subscriptionName: subscription, sourceIdentifier: source))
        case .removeSource(let subscription, let source):
            let found = try await reading.eventSubscription(subscription)
            if !isRehearsal {
                guard let present = try found.get(), present.sources.contains(source) else { return }
                // Without a source it would be about every database.
                guard present.sources.count > 1 else {
                    throw Moved(document: "event subscription \(subscription)")
                }
            }
            try await accepting(["SourceNotFound"]) {
                _ = try await client.send(
                    RDS.removeSourceIdentifierFromSubscription,
                    .init(subscriptionName: subscription, sourceIdentifier: source))
            }
        case .delete(let subscription, _):
            try await delete(subscription, of: "event subscription \(subscription.name)") {
                try await reading.eventSubscription(subscription.name)
            } call: {
                try await accepting(["SubscriptionNotFound"]) {
                    _ = try await client.send(
                        RDS.deleteEventSubscription, .init(subscriptionName: subscription.name))
                }
            }
        }
    }

    func execute(_ change: DashboardChange) async throws {
        switch change {
        case .put(let name, let policy, let body):
            try await replace(body, of: "dashboard \(name)") {
                try await reading.dashboard(name)
            } rebase: {
                $0.rebased(onto: $1, policy)
            } write: { next in
                _ = try await client.send(
                    CloudWatch.putDashboard, .init(dashboardName: name, dashboardBody: next.json.compact))
            }
        case .remove(let name, let policy, let was): try await remove(policy, from: name, was)
        }
    }

    /// What else is there by now decides whether the dashboard stays.
    private func remove(_ policy: String, from name: String, _ was: DashboardBody) async throws {
        let found = try await reading.dashboard(name)
        guard let present = isRehearsal ? was : try found.get(), let part = present.section(of: policy) else { return }
        guard part == was.section(of: policy) else { throw Moved(document: "dashboard \(name)") }
        let rest = present.without(policy)
        guard rest.isEmpty else {
            _ = try await client.send(
                CloudWatch.putDashboard, .init(dashboardName: name, dashboardBody: rest.json.compact))
            return
        }
        try await accepting(["ResourceNotFound", "DashboardNotFoundError"]) {
            _ = try await client.send(CloudWatch.deleteDashboards, .init(dashboardNames: [name]))
        }
    }

    private func set(_ attribute: String, of topic: String, _ value: String) async throws {
        _ = try await client.send(
            SNS.setTopicAttributes, .init(topicArn: topic, attributeName: attribute, attributeValue: value))
    }
}

extension AlarmState {
    /// The call's parameters: all of them, since the call replaces the alarm.
    fileprivate func input(tags: [String: String]) -> CloudWatch.PutMetricAlarmInput {
        var input = CloudWatch.PutMetricAlarmInput(
            alarmName: name, evaluationPeriods: evaluationPeriods,
            comparisonOperator: .init(rawValue: comparison))
        input.alarmDescription = summary
        input.actionsEnabled = actionsEnabled
        input.alarmActions = alarmActions
        input.okActions = okActions
        input.insufficientDataActions = insufficientDataActions
        input.datapointsToAlarm = datapointsToAlarm
        input.unit = unit.map { .init(rawValue: $0) }
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
