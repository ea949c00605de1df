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
        // Who manages a resource, and what a lifecycle rule would delete at once.
        #expect(plan.actions.subtracting(audit.actions) == ["tag:GetResources", "s3:ListBucketVersions"])
    }

    @Test(arguments: ["", "folder", "s3://", "s3:///prefix"]) func `other places are no bucket`(_ url: String) {
        #expect(JobOptions.Prefix(url: url) == nil)
    }
}
