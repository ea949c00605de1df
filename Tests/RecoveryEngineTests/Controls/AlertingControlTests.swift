import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of alerting")
struct AlertingControlTests {
    private let estate: Estate
    private let age = "knowledge-base-recovery-point-age-kb-prod"
    private let storage = "knowledge-base-free-storage-kb-prod"

    init() throws { estate = try Estate.compliant() }

    @Test func `the objectives derive these alarms`() {
        #expect(
            (estate.inventory.alarms.value ?? [:]).keys.sorted() == [
                "knowledge-base-certificate-kb-prod", "knowledge-base-drill-age-kb-prod", storage,
                "knowledge-base-heartbeat-audit", "knowledge-base-heartbeat-backup", age,
                "knowledge-base-secret-age-kb/prod/database",
            ])
        #expect(estate[alarm: age]?.threshold == 86_400)
        #expect(estate[alarm: storage]?.threshold == 21_474_836_480)
        #expect(estate[alarm: "knowledge-base-drill-age-kb-prod"]?.threshold == 7_776_000)
    }

    @Test func `CloudWatch accepts every alarm's look-back`() {
        let long = estate.with {
            $0.policy.alarms?.heartbeats = [
                "a": TimeSpan(30, .days), "b": TimeSpan(10, .minutes), "c": TimeSpan(8, .days),
            ]
            $0.inventory.alarms = .known([:])
        }
        let alarms = Planner.plan(long.audit).steps.compactMap { step in
            if case .alarm(.put(let alarm, _)) = step.change { alarm.after } else { nil }
        }
        #expect(alarms.count == 8)
        for alarm in alarms {
            #expect(alarm.evaluationPeriods >= 1)
            #expect(
                alarm.period * alarm.evaluationPeriods <= (alarm.period < 3_600 ? 86_400 : 604_800), "\(alarm.name)")
        }
    }

    @Test func `an alarm may be stricter, not laxer`() {
        func verdict(_ name: String, _ change: (inout AlarmState) -> Void) -> String? {
            estate.with { estate in
                estate[alarm: name].map {
                    var alarm = $0; change(&alarm); estate[alarm: name] = alarm
                }
            }
            .verdict("alerting.alarm-settings", on: name)
        }
        #expect(verdict(age) { $0.threshold = 3_600 } == "met")
        #expect(verdict(age) { $0.threshold = 86_401 } == "violated")
        #expect(verdict(storage) { $0.threshold *= 2 } == "met")
        #expect(verdict(storage) { $0.threshold -= 1 } == "violated")
        #expect(verdict(storage) { $0.evaluationPeriods = 1 } == "met")
        #expect(verdict(storage) { $0.evaluationPeriods = 4 } == "violated")
        #expect(verdict(storage) { $0.missingData = "missing" } == "violated")
        #expect(verdict(storage) { $0.dimensions = ["DBInstanceIdentifier": "kb-dev"] } == "violated")
        #expect(verdict(storage) { $0.statistic = "Maximum" } == "violated")
        #expect(verdict(storage) { $0.summary = "other words" } == "met")
    }

    @Test func `whoever else an alarm notifies is notified still`() {
        let pager = "arn:aws:sns:us-east-1:123456789012:pager"
        let shared = estate.with {
            $0[alarm: age]?.alarmActions = [pager]
        }
        guard case .changes(let changes)? = shared.finding("alerting.alarm-actions-reach-topic", on: age)?.remedy,
            case .alarm(.put(let alarm, _))? = changes.first
        else {
            Issue.record("no change is offered")
            return
        }
        #expect(alarm.after.alarmActions == [Estate.topicARN, pager])
    }

    @Test func `an event subscription may cover more, not less`() {
        func verdict(_ change: (inout EventSubscription) -> Void) -> String? {
            estate.with { estate in
                guard var events = estate.inventory.eventSubscriptions.value?.values.first else { return }
                change(&events)
                estate.inventory.eventSubscriptions = .known([events.name: events])
            }.verdict("alerting.event-subscription")
        }
        #expect(verdict { $0.categories = [] } == "met")
        #expect(
            verdict {
                $0.sourceType = nil; $0.sources = []
            } == "met")
        #expect(verdict { $0.sources.append("kb-dev") } == "met")
        #expect(verdict { $0.sources = ["kb-dev"] } == "violated")
        #expect(verdict { $0.categories.removeAll { $0 == "failure" } } == "violated")
        #expect(verdict { $0.sourceType = "db-snapshot" } == "violated")
        #expect(verdict { $0.enabled = false } == "violated")
        #expect(verdict { $0.topic = "arn:aws:sns:us-east-1:123456789012:other" } == "violated")
    }

    @Test func `a denial takes the permission to publish away again`() {
        func finding(_ denial: AccessStatement) -> Finding? {
            estate.with { $0.topic?.policy = .known(AccessPolicy(statements: [.publishers, .eventBridge, denial])) }
                .finding("alerting.topic-policy-allows-publishers")
        }
        var denial = AccessStatement(sid: "No", .deny, principals: .anyone, actions: ["sns:Publish"], resources: ["*"])
        #expect(finding(denial)?.verdict == .violated)
        #expect(finding(denial)?.observed == "denied by No")
        guard case .procedure? = finding(denial)?.remedy else {
            Issue.record("writing our statement would not help")
            return
        }
        // A service has no organisation, so that this denies it too.
        denial.condition = ["StringNotEquals": ["aws:PrincipalOrgID": ["o-1"]]]
        #expect(finding(denial)?.verdict == .violated)
        denial.condition["BoolIfExists"] = ["aws:PrincipalIsAWSService": ["false"]]
        #expect(finding(denial)?.verdict == .met)
        denial.condition = ["StringNotEquals": ["aws:SourceVpce": ["vpce-1"]]]
        #expect(finding(denial)?.verdict.word == "unknown")
        denial.condition = ["Bool": ["aws:SecureTransport": ["false"]]]
        #expect(finding(denial)?.verdict == .met)
        denial.condition = [:]
        denial.actions = ["sns:Subscribe"]
        #expect(finding(denial)?.verdict == .met)
        denial.principals = nil
        denial.actions = ["SNS:*"]
        denial.negated = ["NotPrincipal": ["AWS": "arn:aws:iam::123456789012:root"]]
        #expect(finding(denial)?.verdict == .violated)
    }

    @Test func `another's statements of the topic stay`() {
        let theirs = AccessStatement(
            sid: "Theirs", .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]),
            actions: ["sns:Subscribe"], resources: [Estate.topicARN])
        let shared = estate.with { $0.topic?.policy = .known(AccessPolicy(statements: [theirs], id: "x")) }
        #expect(
            shared.finding("alerting.topic-policy-allows-publishers")?.remedy
                == .changes([
                    .topic(
                        .putPolicy(
                            arn: Estate.topicARN,
                            Edit(
                                AccessPolicy(statements: [theirs], id: "x"),
                                to: AccessPolicy(statements: [theirs, .publishers, .eventBridge], id: "x"))))
                ]))
    }

    @Test func `only the policy's own subscribers are waited for`() {
        let waiting = estate.with {
            $0.topic?.subscriptions = .known([
                .init(transport: "email", endpoint: "oncall@example.com", confirmed: true),
                .init(transport: "email", endpoint: "passer-by@example.com", confirmed: false),
            ])
        }
        #expect(waiting.verdict("alerting.subscriber-confirmed") == "met")
        let none = estate.with { $0.topic?.subscriptions = .known([]) }
        #expect(none.finding("alerting.subscriber-confirmed")?.observed == "waiting for oncall@example.com")
        #expect(estate.with { $0.policy.notifications?.subscribers = [] }.verdict("alerting.subscribers") == nil)
    }

    @Test func `a subscriber that nobody reaches is found by what failed to arrive`() {
        func judged(_ deliveries: Collected<Deliveries>) -> Finding? {
            estate.with { $0.topic?.deliveries = deliveries }.finding("alerting.notifications-arrive")
        }
        #expect(judged(.known(.init(delivered: 7, failed: 0)))?.verdict == .met)
        #expect(judged(.known(.init(delivered: 0, failed: 0)))?.observed == "nothing was sent")
        #expect(judged(.known(.init(delivered: 7, failed: 1)))?.observed == "1 failed attempt, 7 delivered")
        #expect(judged(.known(.init(delivered: 7, failed: 1)))?.verdict == .violated)
        #expect(
            estate.with { $0.topic?.deliveries = .unavailable(Estate.failure) }
                .verdict("alerting.notifications-arrive") == "unknown")
        #expect(
            estate.with { $0.policy.notifications?.subscribers = [] }.verdict("alerting.notifications-arrive") == nil)
    }

    @Test func `a dashboard shows the policy's part, wherever people have moved it and whatever else they show`() {
        func judged(_ change: ([JSONValue]) -> [JSONValue]) -> Finding? {
            estate.with {
                let body = $0.inventory.dashboards["kb-recovery"]?.value ?? nil
                let widgets = change(body?.widgets ?? [])
                $0.inventory.dashboards["kb-recovery"] = .known(
                    DashboardBody(["start": "-P7D", "widgets": .array(widgets)]))
            }.finding("alerting.dashboard")
        }
        func set(_ name: String, _ value: JSONValue, of widget: JSONValue) -> JSONValue {
            guard case .object(var members) = widget else { return widget }
            members[name] = value
            return .object(members)
        }
        let theirs: JSONValue = ["type": "text", "properties": ["markdown": "Sales"]]
        #expect(judged { [theirs] + $0.reversed().map { set("y", 40, of: $0) } }?.verdict == .met)
        #expect(judged { _ in [theirs] }?.observed == "nothing of this policy")
        #expect(judged { $0.dropLast() }?.observed == "another content")
        #expect(judged { $0.map { set("type", "text", of: $0) } }?.observed == "another content")
    }
}
