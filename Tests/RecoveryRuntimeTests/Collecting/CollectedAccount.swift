import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// What AWS answers about the resources of `CollectedPolicy`: for each operation when all is as the policy asks, and when
/// everything exists and nothing is set.
struct CollectedAccount: Sendable {
    var kept: ScriptedAWS.Script
    var neglected: ScriptedAWS.Script

    /// The documents are those that a plan writes where there are none.
    static func make() async throws -> CollectedAccount {
        var account = CollectedAccount(
            kept: KeptAnswers.script, neglected: KeptAnswers.script.merging(NeglectedAnswers.script) { $1 })
        let target = try CollectedPolicy.target()
        var bare = account.neglected
        bare["sns:GetTopicAttributes"] = account.kept["sns:GetTopicAttributes"]
        let plan = Planner.plan(Auditor.audit(target, try await inventory(bare, target)))
        for step in plan.steps { account.document(step.change) }
        return account
    }

    /// The inventory of an account that answers so.
    static func inventory(_ script: ScriptedAWS.Script, _ target: Target) async throws -> Inventory {
        try await InventoryCollector(
            client: ScriptedAWS(script).client, account: ScriptedAWS.account, region: ScriptedAWS.region
        ).collect(target, at: CollectedPolicy.now)
    }

    /// The audit of an account that answers so.
    static func audit(_ script: ScriptedAWS.Script) async throws -> AuditResult {
        let target = try CollectedPolicy.target()
        return Auditor.audit(target, try await inventory(script, target))
    }

    /// Lets the kept account hold what a step writes. Settings are among the answers already.
    private mutating func document(_ change: Change) {
        switch change {
        case .database, .bucket(.create), .bucket(.putEncryption), .bucket(.enableVersioning),
            .bucket(.putPublicAccessBlock), .bucket(.disableACLs), .bucket(.putObjectLock), .bucket(.putLogging),
            .bucket(.putReplication),
            .key(.create), .key(.enable), .key(.cancelDeletion), .key(.enableRotation), .role(.create),
            .role(.putBoundary), .role(.deletePolicy), .role(.detachPolicy), .topic(.create), .topic(.putEncryption),
            .topic(.subscribe), .eventSubscription(.modify), .eventSubscription(.addSource),
            .eventSubscription(.removeSource), .eventSubscription(.delete), .alarm(.delete), .dashboard(.remove),
            .role(.attachPolicy), .eventRule, .backupPlan, .restoreTesting:
            break
        case .bucket(.putPolicy(let bucket, let policy)):
            kept["s3:GetBucketPolicy(\(bucket))"] = [.ok(policy.after.json.compact)]
        case .bucket(.putLifecycle(let bucket, let lifecycle)):
            kept["s3:GetBucketLifecycleConfiguration(\(bucket))"] = [Described.lifecycle(lifecycle.after)]
        case .key(.putPolicy(_, let policy)):
            // That the account may use its key is for people to say.
            var whole = policy.after
            whole.statements += Described.policy("Account", action: "kms:*").statements
            kept["kms:GetKeyPolicy"] = [Described.keyPolicy(whole)]
        case .role(.putTrust(let role, let trust)):
            let boundary = "arn:aws:iam::123456789012:policy/boundary"
            kept["iam:GetRole"] = [
                .ok("<Role>\(Described.role(role, trust: trust.after, boundary: boundary))</Role>")
            ]
        case .role(.putPolicy(_, let name, let policy)):
            kept["iam:ListRolePolicies"] = [.list("PolicyNames", [name])]
            kept["iam:GetRolePolicy"] = [Described.inlinePolicy(policy.after)]
        case .topic(.putPolicy(_, let policy)):
            kept["sns:GetTopicAttributes"] = [
                Described.topic(["Policy": policy.after.json.compact, "KmsMasterKeyId": "alias/kb-dr"])
            ]
        case .alarm(.put(let alarm, _)):
            alarms.append(alarm.after)
            kept["monitoring:DescribeAlarms"] = [Described.alarms(alarms)]
        case .eventSubscription(.create(let subscription, _)):
            subscriptions.append(subscription)
            kept["rds:DescribeEventSubscriptions"] = [Described.subscriptions(subscriptions)]
        case .dashboard(.put(_, _, let body)): kept["monitoring:GetDashboard"] = [Described.dashboard(body.after.json)]
        }
    }

    private var alarms: [AlarmState] = []
    private var subscriptions: [EventSubscription] = []

    private init(kept: ScriptedAWS.Script, neglected: ScriptedAWS.Script) {
        self.kept = kept
        self.neglected = neglected
    }
}
