import RecoveryEngine
import RecoveryModel

extension Violation {
    private static let tags = ["app": "knowledge-base", "drctl:policy": "knowledge-base"]
    private static let heartbeat = AlarmState(
        name: "knowledge-base-heartbeat-audit", namespace: "DR/drctl", metric: "Heartbeat",
        dimensions: ["Policy": "knowledge-base", "Job": "audit"], statistic: "SampleCount", period: 3_600,
        evaluationPeriods: 26, comparison: "LessThanThreshold", threshold: 1, missingData: "breaching",
        actionsEnabled: true, alarmActions: [Estate.topicARN],
        summary: "No audit has reported for 26h: silence is not success.")
    private static let events = EventSubscription(
        name: "knowledge-base-database-events", topic: Estate.topicARN, sourceType: "db-instance",
        sources: ["kb-prod"],
        categories: [
            "backup", "configuration change", "deletion", "failover", "failure", "low storage", "maintenance",
            "notification", "recovery",
        ],
        enabled: true)

    static let jobs = EventRule(
        name: "knowledge-base-backup-jobs",
        pattern: [
            "source": ["aws.backup"], "detail-type": ["Backup Job State Change", "Copy Job State Change"],
            "detail": ["state": ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"]],
        ],
        enabled: true, summary: "Jobs of AWS Backup that failed, for drctl's policy knowledge-base",
        targets: [.topic(Estate.topicARN)])

    /// Writes the heartbeat over one that differs; nil for none.
    private static func put(_ change: ((inout AlarmState) -> Void)?) -> Fix {
        var present: AlarmState?
        if let change {
            present = heartbeat
            present.map {
                var other = $0
                change(&other)
                present = other
            }
        }
        return .changes([.alarm(.put(Edit(present, to: heartbeat), tags: tags))])
    }

    /// One for each control of topics, alarms, events and dashboards.
    static let ofAlerting: [Violation] = [
        Violation(
            "alerting.topic-exists", on: "kb-dr-alerts",
            .changes([
                .topic(
                    .create(
                        name: "kb-dr-alerts", encryptionKey: "alias/kb-dr",
                        policy: AccessPolicy(statements: [.publishers, .eventBridge]), tags: tags))
            ])
        ) { $0.topic = nil },
        Violation(
            "alerting.topic-encrypted", on: "kb-dr-alerts",
            .changes([.topic(.putEncryption(arn: Estate.topicARN, Edit("alias/aws/sns", to: "alias/kb-dr")))])
        ) {
            $0.topic?.encryptionKey = "alias/aws/sns"
            $0.topic?.key = .known(.ofAWS)
        },
        Violation("alerting.notifications-arrive", on: "kb-dr-alerts", .procedure("Find out which subscriber")) {
            $0.topic?.deliveries = .known(Deliveries(delivered: 9, failed: 4))
        },
        Violation("alerting.topic-key-admits-publishers", on: "kb-dr-alerts", .procedure("Enable alias/kb-dr")) {
            guard let topic = $0.topic else { return }
            $0.topic?.key = topic.key.map { key in
                var disabled = key
                disabled?.state = "Disabled"
                return disabled
            }
        },
        Violation("alerting.filters-let-alarms-through", on: "kb-dr-alerts", .procedure("Remove the filter")) {
            let filter = SubscriptionFilter(policy: ["NewStateValue": ["OK"]], looksAtBody: true)
            $0.topic?.subscriptions = .known([
                .init(
                    transport: "email", endpoint: "oncall@example.com", confirmed: true, filter: .known(filter))
            ])
        },
        Violation("alerting.filters-let-events-through", on: "kb-dr-alerts", .procedure("Remove the filter")) {
            let filter = SubscriptionFilter(policy: ["NewStateValue": ["ALARM"]], looksAtBody: true)
            $0.topic?.subscriptions = .known([
                .init(
                    transport: "email", endpoint: "oncall@example.com", confirmed: true, filter: .known(filter))
            ])
        },
        Violation("alerting.topic-cross-account-grants", on: "kb-dr-alerts", .procedure("Take the principal out")) {
            let theirs = AccessStatement(
                sid: "Theirs", .allow, principals: .init("AWS", ["arn:aws:iam::999999999999:root"]),
                actions: ["sns:Publish"], resources: [Estate.topicARN])
            $0.topic?.policy = .known(AccessPolicy(statements: [.publishers, .eventBridge, theirs]))
        },
        Violation(
            "alerting.topic-policy-allows-publishers", on: "kb-dr-alerts",
            .changes([
                .topic(
                    .putPolicy(
                        arn: Estate.topicARN, Edit(nil, to: AccessPolicy(statements: [.publishers, .eventBridge]))))
            ])
        ) { $0.topic?.policy = .known(nil) },
        Violation("alerting.topic-policy-not-public", on: "kb-dr-alerts", .procedure("Narrow the principal")) {
            let open = AccessStatement(
                sid: "Open", .allow, principals: .anyone, actions: ["sns:Publish"], resources: [Estate.topicARN])
            $0.topic?.policy = .known(AccessPolicy(statements: [.publishers, .eventBridge, open]))
        },
        Violation(
            "alerting.subscribers", on: "kb-dr-alerts",
            .changes([
                .topic(
                    .subscribe(topic: Estate.topicARN, transport: "email", endpoint: "oncall@example.com"))
            ])
        ) { $0.topic?.subscriptions = .known([]) },
        Violation("alerting.subscriber-confirmed", on: "kb-dr-alerts", .procedure("Ask them to follow the link")) {
            $0.topic?.subscriptions = .known([
                .init(transport: "email", endpoint: "oncall@example.com", confirmed: false)
            ])
        },
        Violation(
            "alerting.alarm-settings", on: heartbeat.name, put(nil)
        ) { $0[alarm: heartbeat.name] = nil },
        Violation(
            "alerting.alarm-actions-enabled", on: heartbeat.name, put { $0.actionsEnabled = false }
        ) { $0[alarm: heartbeat.name]?.actionsEnabled = false },
        Violation(
            "alerting.alarm-actions-reach-topic", on: heartbeat.name, put { $0.alarmActions = [] }
        ) { $0[alarm: heartbeat.name]?.alarmActions = [] },
        Violation("alerting.alarm-data-arrives", on: heartbeat.name, .procedure("See that the nightly audit runs")) {
            $0[alarm: heartbeat.name]?.silentSince = Estate.now - TimeSpan(3, .days)
        },
        Violation("alerting.chain-proven", on: heartbeat.name, .procedure("Test the alarms")) {
            $0.inventory.alarmProofs = .known([.seen(heartbeat.name, daysAgo: 91)])
        },
        Violation("alerting.target-policy-admits-topic", on: "kb-dr-alerts", .procedure("Let the policy of the queue"))
        {
            $0.subscribe(queue: "oncall", policy: nil)
        },
        Violation("alerting.dead-letters-arrive", on: "kb-dr-alerts", .procedure("Create the queue")) {
            $0.redrive(to: DeadLetterQueue(arn: Estate.deadLetters, queue: .known(nil)))
        },
        Violation(
            "alerting.event-subscription", on: events.name,
            .changes([.eventSubscription(.create(events, tags: tags))])
        ) { $0.inventory.eventSubscriptions = .known([:]) },
        Violation(
            "alerting.event-rule", on: jobs.name,
            .changes([
                .eventRule(.put(Edit(nil, to: jobs), tags: tags)),
                .eventRule(.addTarget(rule: jobs.name, topic: Estate.topicARN)),
            ])
        ) { $0.inventory.eventRules = .known([:]) },
        Violation(
            "alerting.dashboard", on: "kb-recovery",
            .changes([
                .dashboard(
                    .put(name: "kb-recovery", policy: "knowledge-base", Edit(nil, to: DashboardBody(.empty))))
            ])
        ) { $0.inventory.dashboards["kb-recovery"] = .known(nil) },
    ]

    /// One for each control.
    static let all =
        ofDatabases + ofBuckets + ofKeysAndRoles + ofAlerting + ofSelfManaged + ofBackupPlans
        + ofRestoreTesting
}

extension Estate {
    /// Subscribes a queue that the policy asks for, beside the address.
    mutating func subscribe(queue name: String, policy document: AccessPolicy?, key: Collected<HeldKey?> = .known(nil))
    {
        let arn = "arn:aws:sqs:us-east-1:123456789012:\(name)"
        policy.notifications?.subscribers.append(.sqs(arn))
        var subscription = TopicState.Subscription(transport: "sqs", endpoint: arn, confirmed: true)
        subscription.target = .known(DeliveryTarget(policy: document, key: key))
        guard let topic = topic else { return }
        self.topic?.subscriptions = topic.subscriptions.map { $0 + [subscription] }
    }
}

extension JSONValue {
    /// Stands for the dashboard's body, whose golden is the template's.
    static let empty: JSONValue = [:]
}

extension AccessStatement {
    /// Lets CloudWatch and RDS publish to the topic.
    static let publishers = AccessStatement(
        sid: "DrctlPublishers", .allow,
        principals: .init("Service", ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]),
        actions: ["sns:Publish"], resources: [Estate.topicARN],
        condition: ["StringEquals": ["aws:SourceAccount": ["123456789012"]]])

    /// Lets EventBridge publish to the topic.
    static let eventBridge = AccessStatement(
        sid: "DrctlEventBridge", .allow, principals: .init("Service", ["events.amazonaws.com"]),
        actions: ["sns:Publish"], resources: [Estate.topicARN])
}

extension HeldKey {
    /// The key that SNS uses when no other is named.
    static let ofAWS = HeldKey(
        arn: "arn:aws:kms:us-east-1:123456789012:key/aws-sns", state: "Enabled", isOfAWS: true,
        policy: .known(AccessPolicy(statements: [])))
}
