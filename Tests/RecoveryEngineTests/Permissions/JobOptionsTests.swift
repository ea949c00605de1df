import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What a job's options need")
struct JobOptionsTests {
    private let policy: RecoveryPolicy
    private let account = AccountID("123456789012")!

    init() throws { policy = try Estate.bare().policy }

    private func granted(_ duty: RolePolicy.Duty, _ change: (inout JobOptions) -> Void) -> Granted {
        var options = JobOptions()
        change(&options)
        return Granted(LeastPrivilege.statements(for: [duty], of: [policy], account: account, job: options))
    }

    @Test func `evidence in a bucket is read by an audit, and written by a drill, below its prefix`() {
        let object = "arn:aws:s3:::kb-evidence/drills/kb/1.json"
        let listing = ["s3:prefix": ["drills/kb/"]]
        for duty in [RolePolicy.Duty.audit, .plan, .apply, .drill] {
            let granted = granted(duty) { $0.evidence = .init(url: "s3://kb-evidence/drills") }
            #expect(granted.allows("s3:GetObject", on: object))
            #expect(granted.allows("s3:ListBucket", on: "arn:aws:s3:::kb-evidence", in: listing))
            #expect(!granted.allows("s3:ListBucket", on: "arn:aws:s3:::kb-evidence", in: ["s3:prefix": ["other/"]]))
            #expect(!granted.allows("s3:GetObject", on: "arn:aws:s3:::kb-evidence/other/1.json"))
            #expect(granted.allows("s3:PutObject", on: object) == (duty == .drill))
        }
        #expect(!granted(.drift) { $0.evidence = .init(url: "s3://kb-evidence") }.actions.contains("s3:GetObject"))
    }

    @Test func `a drill reads the secrets of its options, and logs in as its user`() {
        let granted = granted(.drill) {
            $0.secrets = ["drctl/signing", "arn:aws:secretsmanager:us-east-1:123456789012:secret:login-AbCdEf"]
            $0.iamUser = "drill"
        }
        let secrets = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
        let read = "secretsmanager:GetSecretValue"
        #expect(granted.allows(read, on: secrets + "drctl/signing-AbCdEf"))
        #expect(granted.allows(read, on: secrets + "login-AbCdEf"))
        #expect(granted.resources("rds-db:connect") == ["arn:aws:rds-db:us-east-1:123456789012:dbuser:*/drill"])
    }

    @Test
    func `a history in a bucket is read and written below its prefix, and findings are sent as the account's own`() {
        let granted = granted(.audit) {
            $0.history = .init(url: "s3://kb-history/audits")
            $0.sendsFindings = true
        }
        #expect(granted.allows("s3:PutObject", on: "arn:aws:s3:::kb-history/audits/kb.json"))
        #expect(!granted.allows("s3:PutObject", on: "arn:aws:s3:::kb-history/other/kb.json"))
        #expect(granted.allows("s3:ListBucket", on: "arn:aws:s3:::kb-history", in: ["s3:prefix": ["audits/"]]))
        #expect(
            granted.resources("securityhub:BatchImportFindings")
                == ["arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default"])
        #expect(!self.granted(.audit) { _ in }.actions.contains("securityhub:BatchImportFindings"))
    }

    @Test func `the organization's accounts are listed and entered`() {
        let granted = granted(.drift) { $0.organization = true }
        #expect(granted.allows("organizations:ListAccounts", on: "*"))
        #expect(granted.allows("sts:AssumeRole", on: "arn:aws:iam::210987654321:role/drctl-audit"))
        #expect(!granted.allows("sts:AssumeRole", on: "arn:aws:iam::210987654321:role/admin"))
    }

    @Test func `drift reads who changed what, and plan publishes nothing`() {
        let (audit, plan, drift) = (granted(.audit) { _ in }, granted(.plan) { _ in }, granted(.drift) { _ in })
        #expect(drift.actions.subtracting(plan.actions) == ["cloudtrail:LookupEvents"])
        #expect(drift.actions.isSubset(of: audit.actions))
        #expect(
            audit.actions.subtracting(plan.actions) == ["cloudwatch:PutMetricData", "cloudtrail:LookupEvents"])
        // What a lifecycle rule would delete at once, and what would stop an apply on its way.
        #expect(
            plan.actions.subtracting(audit.actions) == [
                "s3:ListBucketVersions", "s3:ListAllMyBuckets", "iam:GetAccountSummary",
                "rds:DescribeAccountAttributes", "servicequotas:GetServiceQuota", "kms:ListKeys",
                "kms:ListAliases",
            ])
    }

    /// What the roles of the policy may do when it says itself where evidence is.
    private func granted(_ role: String, _ evidence: EvidencePolicy) throws -> Granted {
        var policy = policy
        policy.evidence = evidence
        let region = try #require(policy.scope.regions.first)
        let policies = Target(policy, account: account, region: region).rolePolicies[role] ?? [:]
        return Granted(policies.values.flatMap(\.statements))
    }

    @Test func `a policy that names its evidence gives its roles exactly the rights of its place and its key`() throws {
        var evidence = EvidencePolicy(bucket: "kb-evidence-${account}-${region}")
        (evidence.prefix, evidence.signingKey) = ("drills", "kb/signing")
        let bucket = "arn:aws:s3:::kb-evidence-123456789012-us-east-1"
        let record = "\(bucket)/drills/knowledge-base/1.json"
        let key = "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/signing-AbCdEf"
        let drill = try granted("kb-drill-operator", evidence)
        #expect(drill.allows("s3:PutObject", on: record) && drill.allows("s3:GetObject", on: record))
        #expect(!drill.allows("s3:PutObject", on: "\(bucket)/other/1.json"))
        #expect(drill.allows("secretsmanager:GetSecretValue", on: key))
        let auditor = try granted("kb-auditor", evidence)
        #expect(auditor.allows("s3:GetObject", on: record))
        // An audit signs the inventory that it keeps, and writes nothing else among the evidence.
        #expect(auditor.allows("secretsmanager:GetSecretValue", on: key))
        #expect(auditor.allows("s3:PutObject", on: "\(bucket)/drills/inventory/knowledge-base/1/record.json"))
        #expect(!auditor.allows("s3:PutObject", on: "\(bucket)/drills/inventory/other/1/record.json"))
        #expect(!auditor.allows("s3:PutObject", on: record))
        // The lock of applies, where a role may apply.
        let lock = "\(bucket)/drills/locks/knowledge-base.json"
        #expect(auditor.allows("s3:PutObject", on: lock) == policy.mayApply("kb-auditor"))
        // The same as drctl iam prints without options.
        var named = policy
        named.evidence = evidence
        let printed = Granted(LeastPrivilege.statements(for: [.drill], of: [named], account: account))
        #expect(printed.allows("s3:PutObject", on: record) && printed.allows("secretsmanager:GetSecretValue", on: key))
    }

    @Test func `who writes backups never writes evidence, also where the policy keeps both buckets`() throws {
        let shared = EvidencePolicy(bucket: "kb-evidence-${account}")
        var policy = policy
        policy.storage.append(BucketPolicy(bucket: shared.bucket))
        let object = "arn:aws:s3:::kb-evidence-123456789012/drills/1.json"
        func writes(_ policy: RecoveryPolicy) -> Bool {
            Granted(LeastPrivilege.statements(for: [.backup], of: [policy], account: account))
                .allows("s3:PutObject", on: object)
        }
        #expect(writes(policy))
        policy.evidence = shared
        #expect(!writes(policy))
        let writer = try granted("kb-backup-writer", EvidencePolicy(bucket: "kb-evidence"))
        #expect(!writer.allows("s3:PutObject", on: "arn:aws:s3:::kb-evidence/1.json"))
        #expect(writer.actions.contains("s3:PutObject"))
    }

    @Test func `options of a command line go before the policy's own place`() {
        var policy = policy
        policy.evidence = EvidencePolicy(bucket: "kb-evidence")
        var options = JobOptions()
        options.evidence = .init(url: "s3://elsewhere/x")
        let granted = Granted(
            LeastPrivilege.statements(for: [.drill], of: [policy], account: account, job: options))
        #expect(granted.allows("s3:PutObject", on: "arn:aws:s3:::elsewhere/x/1.json"))
        #expect(!granted.allows("s3:PutObject", on: "arn:aws:s3:::kb-evidence/1.json"))
    }

    @Test func `an apply deletes only when it prunes, and only what carries the policy's tag or its names`() {
        let prune = granted(.apply) { $0.prunes = true }
        let deletions = ["cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "rds:DeleteEventSubscription"]
        #expect(granted(.apply) { _ in }.actions.isDisjoint(with: deletions))
        #expect(prune.actions.isSuperset(of: deletions))
        let alarm = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:knowledge-base-old"
        let tag = "aws:ResourceTag/drctl:policy"
        #expect(prune.allows("cloudwatch:DeleteAlarms", on: alarm, in: [tag: ["knowledge-base"]]))
        #expect(!prune.allows("cloudwatch:DeleteAlarms", on: alarm, in: [tag: ["other"]]))
        let events = "arn:aws:rds:us-east-1:123456789012:es:"
        #expect(prune.allows("rds:DeleteEventSubscription", on: events + "knowledge-base-old"))
        #expect(!prune.allows("rds:DeleteEventSubscription", on: events + "theirs"))
    }

    @Test(arguments: ["", "folder", "s3://", "s3:///prefix"]) func `other places are no bucket`(_ url: String) {
        #expect(JobOptions.Prefix(url: url) == nil)
    }
}

extension RecoveryPolicy {
    fileprivate func mayApply(_ role: String) -> Bool { roles.contains { $0.name == role && $0.may.contains(.apply) } }
}
