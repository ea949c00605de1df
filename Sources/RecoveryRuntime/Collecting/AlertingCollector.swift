import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

/// Observes topics, alarms, event subscriptions and dashboards.
struct AlertingCollector: Sendable {
    let observer: Observer
    let account: AccountID
    let region: Region

    func topic(_ name: String) async throws -> TopicState {
        let arn = "arn:\(region.partition.rawValue):sns:\(region.rawValue):\(account):\(name)"
        let got = try await observer.ask(SNS.getTopicAttributes, .init(topicArn: arn), absentWhen: ["NotFound"]) {
            try $0.attributes.required("Attributes")
        }
        guard case .known(let attributes?) = got else { return TopicState(name: name, topic: got.map { _ in nil }) }
        let subscriptions = try await observer.list(SNS.listSubscriptionsByTopicPages, .init(topicArn: arn)) { page in
            (page.subscriptions ?? []).map {
                TopicState.Subscription(
                    transport: $0.protocol ?? "", endpoint: $0.endpoint ?? "",
                    confirmed: $0.subscriptionArn.map { $0.hasPrefix("arn:") } ?? false)
            }
        }
        let policy: Collected<AccessPolicy?>
        do {
            policy = .known(try attributes["Policy"].map(AccessPolicy.init(parsing:)))
        } catch {
            policy = .unavailable(CollectionFailure(operation: "sns:GetTopicAttributes", reason: "\(error)"))
        }
        let key = attributes["KmsMasterKeyId"].flatMap { $0.isEmpty ? nil : $0 }
        return TopicState(
            name: name,
            topic: .known(
                TopicState.Topic(
                    arn: arn, encryptionKey: key, policy: policy,
                    subscriptions: subscriptions.map {
                        $0.sorted { ($0.transport, $0.endpoint) < ($1.transport, $1.endpoint) }
                    })))
    }

    /// The alarms of a policy: theirs begin with its name, so that one bulk call reads no others.
    func alarms(prefix: String) async throws -> Collected<[String: AlarmState]> {
        try await observer.list(CloudWatch.describeAlarmsPages, .init(alarmNamePrefix: prefix)) { page in
            (page.metricAlarms ?? []).compactMap(AlarmState.init(described:))
        }
        .map { alarms in Dictionary(alarms.map { ($0.name, $0) }) { _, last in last } }
    }

    func eventSubscriptions() async throws -> Collected<[String: EventSubscription]> {
        try await observer.list(RDS.describeEventSubscriptionsPages, .init()) { page in
            (page.eventSubscriptionsList ?? []).compactMap { subscription in
                subscription.custSubscriptionId.map { name in
                    EventSubscription(
                        name: name, topic: subscription.snsTopicArn ?? "", sourceType: subscription.sourceType,
                        sources: subscription.sourceIdsList ?? [], categories: subscription.eventCategoriesList ?? [],
                        enabled: subscription.enabled ?? false)
                }
            }
        }
        .map { subscriptions in Dictionary(subscriptions.map { ($0.name, $0) }) { _, last in last } }
    }

    func dashboard(_ name: String) async throws -> Collected<JSONValue?> {
        try await observer.ask(
            CloudWatch.getDashboard, .init(dashboardName: name),
            absentWhen: ["ResourceNotFound", "DashboardNotFoundError"]
        ) { try $0.dashboardBody.map(JSONValue.init(parsing:)) }
    }
}

extension AlarmState {
    /// An alarm on one metric as DescribeAlarms says it; nil for alarms on expressions.
    init?(described alarm: CloudWatch.MetricAlarm) {
        guard let name = alarm.alarmName, let metric = alarm.metricName, let namespace = alarm.namespace else {
            return nil
        }
        self.init(
            name: name, namespace: namespace, metric: metric,
            dimensions: Dictionary((alarm.dimensions ?? []).map { ($0.name, $0.value) }) { _, last in last },
            statistic: alarm.statistic?.rawValue ?? "", period: alarm.period ?? 0,
            evaluationPeriods: alarm.evaluationPeriods ?? 0, comparison: alarm.comparisonOperator?.rawValue ?? "",
            threshold: alarm.threshold ?? .nan, missingData: alarm.treatMissingData ?? "missing",
            actionsEnabled: alarm.actionsEnabled ?? false, alarmActions: (alarm.alarmActions ?? []).sorted(),
            summary: alarm.alarmDescription ?? "")
    }
}
