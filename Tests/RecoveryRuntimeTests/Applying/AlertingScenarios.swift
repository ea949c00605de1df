import RecoveryModel

extension TopicChange: ChangeCases {
    enum Name: CaseIterable { case create, putEncryption, putPolicy, subscribe }

    var caseName: Name {
        switch self {
        case .create: .create
        case .putEncryption: .putEncryption
        case .putPolicy: .putPolicy
        case .subscribe: .subscribe
        }
    }

    static func own(_ change: Change) -> TopicChange? { if case .topic(let own) = change { own } else { nil } }

    static let arn = "arn:aws:sns:us-east-1:123456789012:kb-alerts"

    static func scenarios(of name: Name) -> [ChangeScenario] {
        let (old, new) = (Described.policy("Theirs", action: "sns:Publish"), Described.policy("DrctlPublish"))
        switch name {
        case .create:
            return [nil, "alias/kb"].map {
                ChangeScenario(
                    .topic(.create(name: "kb-alerts", encryptionKey: $0, policy: new, tags: ["app": "kb"])),
                    [["sns:CreateTopic": [.ok("<TopicArn>\(arn)</TopicArn>")]]])
            }
        case .putEncryption: return [ChangeScenario(.topic(.putEncryption(arn: arn, Edit(nil, to: "alias/kb"))))]
        case .putPolicy:
            func answer(_ policy: AccessPolicy) -> Answer { Described.topic(["Policy": policy.json.compact]) }
            return [
                .writing(
                    .topic(.putPolicy(arn: arn, Edit(old, to: new))), reading: "sns:GetTopicAttributes",
                    before: answer(old), after: answer(new), other: answer(Described.policy("Emergency")))
            ]
        case .subscribe:
            return [
                ChangeScenario(
                    .topic(.subscribe(topic: arn, transport: "email", endpoint: "oncall@example.com")),
                    [["sns:Subscribe": [.ok("<SubscriptionArn>pending confirmation</SubscriptionArn>")]]])
            ]
        }
    }
}

extension AlarmChange: ChangeCases {
    enum Name: CaseIterable { case put, delete }

    var caseName: Name {
        switch self {
        case .put: .put
        case .delete: .delete
        }
    }

    static func own(_ change: Change) -> AlarmChange? { if case .alarm(let own) = change { own } else { nil } }

    /// An alarm with actions of its own in every state.
    static func alarm(threshold: Double = 1, actions: [String] = [TopicChange.arn]) -> AlarmState {
        var alarm = AlarmState(
            name: "kb-heartbeat", namespace: "DR/drctl", metric: "Heartbeat", dimensions: ["Policy": "kb"],
            statistic: "Sum", period: 3_600, evaluationPeriods: 26, comparison: "LessThanThreshold",
            threshold: threshold, missingData: "breaching", actionsEnabled: true, alarmActions: actions,
            summary: "No backup & no audit")
        alarm.okActions = ["arn:aws:sns:us-east-1:123456789012:recovered"]
        alarm.insufficientDataActions = ["arn:aws:sns:us-east-1:123456789012:silent"]
        alarm.datapointsToAlarm = 20
        alarm.unit = "Count"
        return alarm
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .put:
            [nil, alarm(actions: [])].map { before in
                .writing(
                    .alarm(.put(Edit(before, to: alarm()), tags: ["app": "kb"])), reading: "monitoring:DescribeAlarms",
                    before: Described.alarms(before.map { [$0] } ?? []), after: Described.alarms([alarm()]),
                    other: Described.alarms([alarm(threshold: 2)]))
            }
        case .delete:
            [
                .writing(
                    .alarm(.delete(alarm(), others: [])), reading: "monitoring:DescribeAlarms",
                    before: Described.alarms([alarm()]), after: Described.alarms([]),
                    other: Described.alarms([alarm(threshold: 2)]))
            ]
        }
    }
}

extension EventSubscriptionChange: ChangeCases {
    enum Name: CaseIterable { case create, modify, addSource, removeSource, delete }

    var caseName: Name {
        switch self {
        case .create: .create
        case .modify: .modify
        case .addSource: .addSource
        case .removeSource: .removeSource
        case .delete: .delete
        }
    }

    static func own(_ change: Change) -> EventSubscriptionChange? {
        if case .eventSubscription(let own) = change { own } else { nil }
    }

    static func subscription(
        topic: String = TopicChange.arn, sources: [String] = ["kb-prod"], categories: [String] = ["failure", "backup"],
        enabled: Bool = true
    ) -> EventSubscription {
        EventSubscription(
            name: "kb-events", topic: topic, sourceType: "db-instance", sources: sources, categories: categories,
            enabled: enabled)
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        let (old, new) = (subscription(enabled: false), subscription())
        switch name {
        case .create: return [ChangeScenario(.eventSubscription(.create(new, tags: ["app": "kb"])))]
        case .modify:
            return [
                .writing(
                    .eventSubscription(.modify(Edit(old, to: new))), reading: "rds:DescribeEventSubscriptions",
                    before: Described.subscriptions([old]), after: Described.subscriptions([new]),
                    other: Described.subscriptions([subscription(categories: ["deletion"])]))
            ]
        case .addSource:
            return [ChangeScenario(.eventSubscription(.addSource(subscription: "kb-events", source: "kb-replica")))]
        case .removeSource:
            let two = Described.subscriptions([subscription(sources: ["kb-prod", "kb-old"])])
            var scenario = ChangeScenario(
                .eventSubscription(.removeSource(subscription: "kb-events", source: "kb-old")),
                [["rds:DescribeEventSubscriptions": [two]]])
            scenario.made = ["rds:DescribeEventSubscriptions": [Described.subscriptions([new])]]
            return [scenario]
        case .delete:
            return [
                .writing(
                    .eventSubscription(.delete(old, others: [])), reading: "rds:DescribeEventSubscriptions",
                    before: Described.subscriptions([old]), after: .error("SubscriptionNotFound", 404),
                    other: Described.subscriptions([new]))
            ]
        }
    }
}

extension DashboardChange: ChangeCases {
    enum Name: CaseIterable { case put, remove }

    var caseName: Name {
        switch self {
        case .put: .put
        case .remove: .remove
        }
    }

    static func own(_ change: Change) -> DashboardChange? {
        if case .dashboard(let own) = change { own } else { nil }
    }

    /// A dashboard with nothing but the part of policy kb.
    static func body(_ text: String) -> JSONValue {
        ["widgets": [["type": "text", "properties": ["title": "kb · state", "markdown": .string("<b>&</b>\(text)")]]]]
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .put:
            [nil, DashboardBody(body("old"))].map { before in
                .writing(
                    .dashboard(.put(name: "kb", policy: "kb", Edit(before, to: DashboardBody(body("new"))))),
                    reading: "monitoring:GetDashboard",
                    before: before.map { Described.dashboard($0.json) } ?? .error("ResourceNotFound", 404),
                    after: Described.dashboard(body("new")), other: Described.dashboard(body("theirs")))
            }
        case .remove:
            [[], theirs].map { others in
                let old = DashboardBody(widgets: DashboardBody(body("old")).widgets + others)
                var scenario = ChangeScenario.writing(
                    .dashboard(.remove(name: "kb", policy: "kb", was: old)), reading: "monitoring:GetDashboard",
                    before: Described.dashboard(old.json), after: .error("ResourceNotFound", 404),
                    other: Described.dashboard(body("theirs")))
                // What others have there by then decides which of the two calls it is.
                scenario.recordings.append([
                    "monitoring:GetDashboard": [
                        Described.dashboard(
                            DashboardBody(widgets: DashboardBody(body("old")).widgets + (others.isEmpty ? theirs : []))
                                .json)
                    ]
                ])
                return scenario
            }
        }
    }

    private static let theirs: [JSONValue] = [["type": "text", "properties": ["markdown": "Sales"]]]
}

extension EventRuleChange: ChangeCases {
    enum Name: CaseIterable { case put, addTarget }

    var caseName: Name {
        switch self {
        case .put: .put
        case .addTarget: .addTarget
        }
    }

    static func own(_ change: Change) -> EventRuleChange? {
        if case .eventRule(let own) = change { own } else { nil }
    }

    static func rule(_ summary: String, enabled: Bool = true) -> EventRule {
        EventRule(
            name: "kb-backup-jobs", pattern: ["source": ["aws.backup"]], enabled: enabled, summary: summary, targets: []
        )
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .put:
            return [nil, rule("old", enabled: false)].map { before in
                .writing(
                    .eventRule(.put(Edit(before, to: rule("new")), tags: before == nil ? ["app": "kb"] : [:])),
                    reading: "events:DescribeRule",
                    before: before.map(Described.eventRule) ?? .error("ResourceNotFoundException", 400),
                    after: Described.eventRule(rule("new")), other: Described.eventRule(rule("theirs")))
            }
        case .addTarget:
            return [
                ChangeScenario(
                    .eventRule(.addTarget(rule: "kb-backup-jobs", topic: TopicChange.arn)),
                    [["events:ListTargetsByRule": [Described.targets(["arn:aws:sqs:us-east-1:123456789012:theirs"])]]])
            ]
        }
    }
}
