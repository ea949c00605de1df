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
            alarm.threshold = 0.5
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
        alarm(
            "expression",
            {
                $0.foreign = ["Metrics e1": "errors / calls"]
                ($0.namespace, $0.metric, $0.statistic) = ("", "", "")
            }, { "\($0)" }),
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
            $0.inventory.dashboards["kb-recovery"] = .known(DashboardBody(["widgets": [["x": 7]]]))
        } read: {
            "\($0.dashboards["kb-recovery"]?.value ?? nil, default: "missing")"
        },
        Setting(description: "a topic's own key") {
            $0.topic?.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/theirs"
        } read: {
            "\(($0.topics["kb-dr-alerts"]?.topic.value ?? nil)?.encryptionKey ?? "none")"
        },
        Setting(description: "a bucket's two layers of encryption") {
            $0.bucket.encryption = .known(
                BucketEncryption(algorithm: "aws:kms:dsse", key: Estate.keyARN, bucketKey: false))
        } read: {
            "\($0.buckets[Estate.bucketName]?.encryption.value ?? nil, default: "none")"
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

    @Test func `an alarm of another shape is replaced only with consent, and the plan shows all that it has`() throws {
        let math = try Estate.compliant().with { estate in
            Self.alarms[5].make(&estate)
            estate[alarm: Self.heartbeat]?.alarmActions += [Self.pager]
            estate[alarm: Self.heartbeat]?.okActions = [Self.pager]
        }
        #expect(math.verdict("alerting.alarm-settings", on: Self.heartbeat) == "violated")
        let plan = Planner.plan(math.audit)
        let step = try #require(plan.steps.first { $0.facts.resource.name == Self.heartbeat })
        #expect(step.facts.takesAway.contains("Metrics e1 errors / calls"))
        #expect(step.facts.takesAway.contains("Threshold 0.5"))
        #expect(step.facts.details.contains { $0.name == "- Metrics e1" })
        let objection = try #require(ApplyConsent().objections(to: plan).first)
        #expect(objection.cure == "--allow-replace alerting.alarm-settings:\(Self.heartbeat)")
        let allowed = ApplyConsent(replacing: [.init("alerting.alarm-settings:\(Self.heartbeat)")])
        #expect(allowed.objections(to: plan).isEmpty)
        // Whoever it notified is notified by the new one.
        guard case .alarm(.put(let edit, _)) = step.change else { return }
        #expect(edit.after.alarmActions.contains(Self.pager) && edit.after.okActions == [Self.pager])
        #expect(edit.after.foreign == nil)
    }
}
