import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Alerting by what reaches people")
struct AlertingMeaningTests {
    private let estate: Estate
    private let age = "knowledge-base-recovery-point-age-kb-prod"
    private let storage = "knowledge-base-free-storage-kb-prod"
    private let heartbeat = "knowledge-base-heartbeat-audit"

    init() throws { estate = try Estate.compliant() }

    private func verdict(_ name: String, _ change: (inout AlarmState) -> Void) -> String? {
        estate.with { estate in
            guard var alarm = estate[alarm: name] else { return }
            change(&alarm)
            estate[alarm: name] = alarm
        }.verdict("alerting.alarm-settings", on: name)
    }

    @Test(
        arguments: [
            (nil, "met"), ("Seconds", "met"), ("Milliseconds", "violated"), ("Count", "violated"), ("None", "violated"),
        ] as [(String?, String)])
    func `an alarm on another unit than is published never gets data`(_ unit: String?, _ expected: String) {
        #expect(verdict(age) { $0.unit = unit } == expected)
    }

    @Test func `each metric has its own unit`() {
        #expect(verdict(storage) { $0.unit = "Bytes" } == "met")
        #expect(verdict(storage) { $0.unit = "Gigabytes" } == "violated")
        #expect(verdict(heartbeat) { $0.unit = "Count" } == "met")
    }

    @Test func `a comparison that breaches whenever the required one does is as good`() {
        #expect(verdict(age) { $0.comparison = "GreaterThanOrEqualToThreshold" } == "met")
        #expect(
            verdict(age) {
                ($0.comparison, $0.threshold) = ("GreaterThanOrEqualToThreshold", 86_401)
            } == "violated")
        #expect(verdict(age) { $0.comparison = "LessThanThreshold" } == "violated")
        #expect(verdict(storage) { $0.comparison = "LessThanOrEqualToThreshold" } == "met")
        #expect(verdict(storage) { $0.comparison = "GreaterThanThreshold" } == "violated")
    }

    @Test func `a heartbeat that is always red tells nothing`() {
        #expect(verdict(heartbeat) { $0.evaluationPeriods = 1 } == "violated")
        #expect(verdict(heartbeat) { $0.evaluationPeriods = 23 } == "violated")
        #expect(verdict(heartbeat) { $0.evaluationPeriods = 24 } == "met")
        #expect(verdict(heartbeat) { ($0.period, $0.evaluationPeriods) = (86_400, 1) } == "met")
        #expect(verdict(heartbeat) { $0.evaluationPeriods = 27 } == "violated")
        #expect(verdict(heartbeat) { $0.datapointsToAlarm = 1 } == "violated")
        #expect(verdict(heartbeat) { $0.datapointsToAlarm = 26 } == "met")
        #expect(verdict(heartbeat) { $0.threshold = 2 } == "violated")
        #expect(verdict(heartbeat) { ($0.comparison, $0.threshold) = ("LessThanOrEqualToThreshold", 1) } == "violated")
        #expect(verdict(heartbeat) { ($0.comparison, $0.threshold) = ("LessThanOrEqualToThreshold", 0) } == "met")
        // A job that the policy expects several times a day.
        let often = estate.with {
            $0.policy.alarms?.heartbeats["audit"] = TimeSpan(6, .hours)
            $0[alarm: heartbeat]?.evaluationPeriods = 6
        }
        #expect(often.verdict("alerting.alarm-settings", on: heartbeat) == "met")
    }

    @Test func `an alarm of another name that does the job is met, and one that does less is not`() throws {
        func replaced(_ change: (inout AlarmState) -> Void) -> Estate {
            estate.with { estate in
                guard var alarm = estate[alarm: age] else { return }
                estate[alarm: age] = nil
                alarm.name = "ops-kb-age"
                change(&alarm)
                estate[alarm: "ops-kb-age"] = alarm
            }
        }
        let same = replaced { _ in }
        for control: ControlID in [
            "alerting.alarm-settings", "alerting.alarm-actions-enabled", "alerting.alarm-actions-reach-topic",
        ] {
            #expect(same.verdict(control, on: age) == "met")
        }
        #expect(Planner.plan(same.audit).steps.isEmpty)
        #expect(
            replaced { $0.actionsEnabled = false }.finding("alerting.alarm-settings", on: age)?.observed == "not found")
        #expect(replaced { $0.alarmActions = [] }.verdict("alerting.alarm-settings", on: age) == "violated")
        #expect(replaced { $0.threshold *= 2 }.verdict("alerting.alarm-settings", on: age) == "violated")
        #expect(
            replaced { $0.dimensions["Database"] = "kb-dev" }.verdict("alerting.alarm-settings", on: age) == "violated")
    }

    private func events(_ change: (inout EventSubscription) -> Void) -> Finding? {
        estate.with { estate in
            guard var events = estate.inventory.eventSubscriptions.value?.values.first else { return }
            change(&events)
            estate.inventory.eventSubscriptions = .known([events.name: events])
        }.finding("alerting.event-subscription", on: "knowledge-base-database-events")
    }

    @Test(arguments: ["topic-not-exist", "no-permission", "creating", "modifying", "deleting"])
    func `RDS's own word for a subscription counts`(_ status: String) {
        let finding = events { $0.reportedStatus = status }
        #expect(finding?.verdict == .violated)
        #expect(finding?.observed?.hasPrefix("\(status): ") == true)
        guard case .procedure(let text)? = finding?.remedy else {
            Issue.record("nothing that drctl writes helps")
            return
        }
        #expect(text.contains(status))
        #expect(events { $0.reportedStatus = "active" }?.verdict == .met)
    }

    @Test func `a subscription of another name that tells the same is met, and named`() {
        func named(_ change: (inout EventSubscription) -> Void) -> Finding? {
            events {
                $0.name = "dba-everything"
                ($0.categories, $0.sources) = ([], [])
                change(&$0)
            }
        }
        #expect(named { _ in }?.verdict == .met)
        #expect(named { _ in }?.observed == "by dba-everything")
        #expect(named { $0.sources = ["kb-prod"] }?.verdict == .met)
        #expect(named { $0.enabled = false }?.verdict == .violated)
        #expect(named { $0.reportedStatus = "topic-not-exist" }?.verdict == .violated)
        #expect(named { $0.topic = "arn:aws:sns:us-east-1:123456789012:other" }?.observed == "not found")
        #expect(named { $0.sources = ["kb-dev"] }?.verdict == .violated)
        #expect(named { $0.categories = ["backup"] }?.verdict == .violated)
        #expect(named { $0.sourceType = "db-snapshot" }?.verdict == .violated)
    }

    @Test func `two subscriptions may share the job`() {
        let shared = estate.with { estate in
            guard var first = estate.inventory.eventSubscriptions.value?.values.first else { return }
            let all = first.categories
            var second = first
            (first.name, first.categories) = ("a", Array(all.prefix(4)))
            (second.name, second.categories) = ("b", Array(all.dropFirst(4)))
            estate.inventory.eventSubscriptions = .known(["a": first, "b": second])
        }
        #expect(shared.finding("alerting.event-subscription")?.observed == "by a, b")
    }

    private func filtered(_ policy: JSONValue, body: Bool = true) -> String? {
        estate.with {
            $0.topic?.subscriptions = .known([
                .init(
                    transport: "email", endpoint: "oncall@example.com", confirmed: true,
                    filter: .known(SubscriptionFilter(policy: policy, looksAtBody: body)))
            ])
        }.verdict("alerting.filters-let-alarms-through")
    }

    @Test func `a filter is judged by what it does to an alarm`() {
        #expect(filtered(["NewStateValue": ["OK"]]) == "violated")
        #expect(filtered(["NewStateValue": ["OK", "ALARM"]]) == "met")
        #expect(filtered(["NewStateValue": [["anything-but": ["OK"]]]]) == "met")
        #expect(filtered(["NewStateValue": [["anything-but": "ALARM"]]]) == "violated")
        #expect(filtered(["NewStateValue": [["prefix": "AL"]]]) == "met")
        #expect(filtered(["NewStateValue": [["equals-ignore-case": "alarm"]]]) == "met")
        #expect(filtered(["AWSAccountId": ["999999999999"]]) == "violated")
        #expect(filtered(["severity": ["high"]]) == "violated")
        #expect(filtered(["severity": [["exists": false]]]) == "met")
        #expect(filtered(["$or": [["NewStateValue": ["OK"]], ["NewStateValue": ["ALARM"]]]]) == "met")
        #expect(filtered(["OldStateValue": ["OK"]]) == "unknown")
        #expect(filtered(["OldStateValue": ["OK"], "NewStateValue": ["OK"]]) == "violated")
        #expect(filtered([:]) == "met")
        // Alarms have no message attributes.
        #expect(filtered(["NewStateValue": ["ALARM"]], body: false) == "violated")
        #expect(filtered(["NewStateValue": [["exists": false]]], body: false) == "met")
    }

    @Test func `only the policy's own subscribers count, and one that cannot be read is unknown`() {
        let other = estate.with {
            $0.topic?.subscriptions = .known([
                .init(transport: "email", endpoint: "oncall@example.com", confirmed: true),
                .init(
                    transport: "sqs", endpoint: "theirs", confirmed: true,
                    filter: .known(SubscriptionFilter(policy: ["x": ["y"]], looksAtBody: true))),
            ])
        }
        #expect(other.verdict("alerting.filters-let-alarms-through") == "met")
        let unseen = estate.with {
            $0.topic?.subscriptions = .known([
                .init(
                    transport: "email", endpoint: "oncall@example.com", confirmed: true,
                    filter: .unavailable(Estate.failure))
            ])
        }
        #expect(unseen.verdict("alerting.filters-let-alarms-through") == "unknown")
    }

    @Test func `a login that SNS masks is the same subscriber, and is shown to nobody`() {
        let url = "https://hook:secret@example.com/x"
        func with(_ endpoint: String) -> Estate {
            estate.with {
                $0.policy.notifications?.subscribers = [.https(url)]
                $0.topic?.subscriptions = .known([.init(transport: "https", endpoint: endpoint, confirmed: true)])
            }
        }
        #expect(with("https://hook:****@example.com/x").verdict("alerting.subscribers") == "met")
        #expect(with("https://****@example.com/x").verdict("alerting.subscriber-confirmed") == "met")
        let wrong = with("https://hook:****@example.org/x")
        #expect(wrong.verdict("alerting.subscribers") == "violated")
        for finding in wrong.audit.findings {
            #expect(!"\(finding.required) \(finding.observed ?? "")".contains("secret@"))
        }
        #expect(Planner.plan(wrong.audit).steps.allSatisfy { !$0.facts.line.contains("secret") })
    }

    @Test func `the topic's own key decides, whichever it is`() {
        func finding(_ change: (inout HeldKey?) -> Void) -> Finding? {
            estate.with { estate in
                var key = estate.topic?.key.value ?? nil
                change(&key)
                estate.topic?.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/another"
                estate.topic?.key = .known(key)
            }.finding("alerting.topic-key-admits-publishers")
        }
        #expect(finding { _ in }?.verdict == .met)
        #expect(finding { $0?.state = "PendingDeletion" }?.verdict == .violated)
        #expect(finding { $0 = nil }?.observed?.hasSuffix("does not exist") == true)
        #expect(finding { $0 = .ofAWS }?.verdict == .violated)
        #expect(finding { $0?.policy = .known(AccessPolicy(statements: [])) }?.observed == "usable by none of them")
        #expect(
            finding {
                $0?.policy = .known(
                    AccessPolicy(statements: [
                        AccessStatement(
                            .allow, principals: .init("Service", KeyedServices.all), actions: ["kms:*"],
                            resources: ["*"],
                            condition: ["StringEquals": ["aws:SourceAccount": ["999999999999"]]])
                    ]))
            }?.verdict == .violated)
        #expect(finding { $0?.policy = .unavailable(Estate.failure) }?.verdict.word == "unknown")
        let plain = estate.with { $0.topic?.encryptionKey = nil }
        #expect(plain.finding("alerting.topic-key-admits-publishers") == nil)
        let unlisted = estate.with { $0.policy.keys = [] }
        #expect(unlisted.verdict("alerting.topic-key-admits-publishers") == "met")
    }
}

/// The services that publish to the topic.
enum KeyedServices {
    static let all = ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com", "events.amazonaws.com"]
}
