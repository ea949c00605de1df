import RecoveryEngine
import RecoveryModel
import Testing

/// What of others a plan could lose: without consent all of it is as it was.
@Suite("Settings of others")
struct OthersSettingsTests {
    /// A setting that somebody else has made, beside a violation that makes drctl write the same resource.
    struct Setting: Sendable, CustomStringConvertible {
        let description: String
        /// Makes the setting and the violation.
        let make: @Sendable (inout Estate) -> Void
        /// The setting, from the account.
        let read: @Sendable (Inventory) -> String
    }

    private static let heartbeat = "knowledge-base-heartbeat-audit"
    private static let pager = "arn:aws:sns:us-east-1:123456789012:pager"

    private static func alarm(
        _ name: String, _ make: @escaping @Sendable (inout AlarmState) -> Void,
        _ read: @escaping @Sendable (AlarmState) -> String
    ) -> Setting {
        Setting(description: "an alarm's \(name)") { estate in
            guard var alarm = estate[alarm: heartbeat] else { return }
            // Never fewer reports than none.
            alarm.threshold = 0
            make(&alarm)
            estate[alarm: heartbeat] = alarm
        } read: { inventory in
            (inventory.alarms.value?[heartbeat]?.value).map(read) ?? "missing"
        }
    }

    private static let alarms: [Setting] = [
        alarm("OK actions", { $0.okActions = [pager] }, { "\($0.okActions)" }),
        alarm(
            "insufficient data actions", { $0.insufficientDataActions = [pager] }, { "\($0.insufficientDataActions)" }),
        alarm("own alarm actions", { $0.alarmActions = [pager] }, { "\($0.alarmActions.contains(pager))" }),
        alarm("datapoints to alarm", { $0.datapointsToAlarm = 2 }, { "\($0.datapointsToAlarm ?? 0)" }),
        alarm("description", { $0.summary = "call Anna" }, \.summary),
    ]

    private static func subscription(
        _ name: String, _ make: @escaping @Sendable (inout EventSubscription) -> Void,
        _ read: @escaping @Sendable (EventSubscription) -> String
    ) -> Setting {
        let events = "knowledge-base-database-events"
        return Setting(description: "an event subscription's \(name)") { estate in
            guard var own = estate.inventory.eventSubscriptions.value?[events] else { return }
            own.categories = ["creation"]
            make(&own)
            estate.inventory.eventSubscriptions = .known([events: own])
        } read: { inventory in
            (inventory.eventSubscriptions.value?[events]).map(read) ?? "missing"
        }
    }

    private static let subscriptions: [Setting] = [
        subscription("categories", { _ in }, { "\($0.categories.contains("creation"))" }),
        subscription("topic", { $0.topic = pager }, \.topic),
        subscription(
            "sources", { $0.sources = ["theirs"] }, { "\($0.sources.contains("theirs"))" }),
    ]

    private static let documents: [Setting] = [
        Setting(description: "a dashboard of the same name") {
            $0.inventory.dashboards["kb-recovery"] = .known(
                DashboardBody(["start": "-PT3H", "widgets": [["x": 7, "properties": ["title": "Sales"]]]]))
        } read: {
            "\(($0.dashboards["kb-recovery"]?.value ?? nil)?.without("knowledge-base").json.compact ?? "missing")"
        },
        Setting(description: "a topic's own key") {
            $0.topic?.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/theirs"
        } read: {
            "\(($0.topics["kb-dr-alerts"]?.topic.value ?? nil)?.encryptionKey ?? "none")"
        },
        Setting(description: "what a foreign lifecycle rule keeps") { estate in
            var rule = LifecycleRule(id: "theirs", enabled: true, filter: .init(prefix: "tmp/"))
            rule.noncurrentTransitions = [.init(days: 30, storageClass: "GLACIER", keep: 5)]
            estate.bucket.lifecycle = .known(BucketLifecycle([rule], minimumTransitionSize: "varies_by_storage_class"))
        } read: { inventory in
            let lifecycle = inventory.buckets[Estate.bucketName]?.lifecycle.value ?? nil
            let rule = lifecycle?.rules.first { $0.id == "theirs" }
            return "\(rule?.noncurrentTransitions ?? []) \(lifecycle?.minimumTransitionSize ?? "")"
        },
        Setting(description: "the encryptions that a bucket blocks") {
            $0.bucket.encryption = .known(BucketEncryption(algorithm: "AES256", blocked: ["SSE-C"]))
        } read: {
            "\(($0.buckets[Estate.bucketName]?.encryption.value ?? nil)?.blocked ?? [])"
        },
    ]

    private static func role(
        _ name: String, _ make: @escaping @Sendable (inout RoleState.Role) -> Void,
        _ read: @escaping @Sendable (RoleState.Role) -> String
    ) -> Setting {
        Setting(description: "a role's \(name)") { estate in
            guard var role = estate.role else { return }
            make(&role)
            estate.role = role
        } read: { inventory in
            (inventory.roles["kb-drill-operator"]?.role.value ?? nil).map(read) ?? "missing"
        }
    }

    private static let theirs = AccessPolicy(statements: [
        AccessStatement(sid: "Theirs", .allow, actions: ["s3:GetObject"], resources: ["*"])
    ])

    private static let roles: [Setting] = [
        role("trust policy", { $0.trust = .known(theirs) }, { "\($0.trust)" }),
        role(
            "inline policy", { $0.inlinePolicies = .known(["theirs": theirs]) },
            { "\($0.inlinePolicies.value?["theirs"], default: "gone")" }),
        role(
            "managed policy", { $0.attachedPolicies = .known(["arn:aws:iam::aws:policy/ReadOnlyAccess"]) },
            { "\($0.attachedPolicies)" }),
    ]

    static let all = alarms + subscriptions + documents + roles

    @Test(arguments: all)
    func `without consent a plan leaves what others made as it is`(_ setting: Setting) throws {
        let estate = try Estate.compliant().with { setting.make(&$0) }
        let plan = Planner.plan(estate.audit)
        #expect(!plan.steps.isEmpty)
        let refused = Set(ApplyConsent().objections(to: plan).map(\.step.facts.line))
        var account = SimulatedAccount(estate.inventory)
        for step in plan.steps where !refused.contains(step.facts.line) { try account.make(step.change) }
        #expect(setting.read(account.inventory) == setting.read(estate.inventory))
    }

    @Test func `an alarm of another shape is unknown with the reason, and no plan writes over it`() throws {
        let math = try Estate.compliant().with { estate in
            estate[alarm: Self.heartbeat]?.foreign = ["Metrics e1": "errors / calls"]
            estate[alarm: Self.heartbeat]?.alarmActions = [Self.pager]
        }
        let finding = math.finding("alerting.alarm-settings", on: Self.heartbeat)
        guard case .unknown(let failure)? = finding?.verdict else {
            Issue.record("\(String(describing: finding))")
            return
        }
        #expect(failure.reason.contains("Metrics e1 = errors / calls"))
        #expect(Planner.plan(math.audit).steps.allSatisfy { $0.facts.resource.name != Self.heartbeat })
        guard
            case .procedure(let text)? = math.finding("alerting.alarm-actions-reach-topic", on: Self.heartbeat)?.remedy
        else {
            Issue.record("somebody's alarm would be written over")
            return
        }
        #expect(text.contains("does not write over"))
    }

    @Test func `two layers of encryption stay, whatever the policy says of bucket keys`() throws {
        let layered = try Estate.compliant().with {
            $0.bucket.encryption = .known(
                BucketEncryption(algorithm: "aws:kms:dsse", key: Estate.keyARN, bucketKey: true))
        }
        #expect(layered.verdict("storage.encryption", on: Estate.bucketName) == "met")
        #expect(layered.verdict("storage.bucket-key", on: Estate.bucketName) == "violated")
        #expect(Planner.plan(layered.audit).steps.isEmpty)
        let other = layered.with {
            $0.bucket.encryption = .known(BucketEncryption(algorithm: "aws:kms:dsse", key: "arn:other"))
        }
        guard case .changes(let changes)? = other.finding("storage.encryption", on: Estate.bucketName)?.remedy,
            case .bucket(.putEncryption(_, let edit))? = changes.first
        else {
            Issue.record("no change of the key")
            return
        }
        #expect(edit.after.algorithm == "aws:kms:dsse" && !edit.after.bucketKey)
        let none = layered.with { $0.policy.storage[0].encryption = .kms(key: "alias/kb-dr", bucketKey: false) }
        #expect(none.verdict("storage.bucket-key", on: Estate.bucketName) == nil)
    }
}
