import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("The inline policies of a role")
struct RolePolicyTests {
    private func policies(_ may: RolePolicy.Duty...) throws -> [String: AccessPolicy] {
        let estate = try Estate.bare().with { $0.policy.roles[1].may = may }
        return try #require(estate.target.rolePolicies["kb-drill-operator"])
    }

    private func size(_ policies: [String: AccessPolicy]) -> Int {
        policies.values.map(\.json.compact.count).reduce(0, +)
    }

    @Test func `audit is not repeated in apply, which includes it`() throws {
        let both = try policies(.audit, .apply)
        #expect(both.keys.sorted() == ["drctl-apply"])
        #expect(try both["drctl-apply"] == policies(.apply)["drctl-apply"])
    }

    @Test func `what one duty allows, another does not repeat`() throws {
        let all = try policies(.audit, .drill)
        #expect(all.keys.sorted() == ["drctl-audit", "drctl-drill"])
        let (audit, drill) = (try policies(.audit), try policies(.drill))
        #expect(size(all) < size(audit) + size(drill))
        let (together, apart) = (
            Granted(all.values.flatMap(\.statements)),
            Granted((Array(audit.values) + Array(drill.values)).flatMap(\.statements))
        )
        #expect(together.actions == apart.actions)
        for action in apart.actions { #expect(together.resources(action) == apart.resources(action), "\(action)") }
    }

    @Test func `the policies of a large estate fit into IAM's limits`() throws {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10,240 characters for all inline
        // policies of a role, 6,144 for a managed one.
        #expect(size(try policies(of: 10, 5, .audit, .apply, .drill)) < 10_240)
        #expect(size(try policies(of: 10, 7, .apply)) < 6_144)
        #expect(size(try policies(of: 70, 29, .apply)) < 10_240)
    }

    /// Of a role, with so many databases and buckets.
    private func policies(
        of databases: Int, _ buckets: Int, _ may: RolePolicy.Duty...
    ) throws -> [String: AccessPolicy] {
        let estate = try Estate.bare().with { estate in
            // A plan of AWS Backup needs fifteen hundred characters more, its restore tests as many again, and replication
            // to another region four hundred.
            estate.policy.drill?.engine = .drctl
            estate.policy.backupPlans = []
            estate.policy.databases[0].backups.awsBackup = nil
            estate.policy.databases[0].backups.copyTo = []
            estate.policy.databases[0].select.ids = (1...databases).map { "app-\($0)" }
            let bucket = estate.policy.storage[0]
            estate.policy.storage = (1...buckets).map { number in
                var next = bucket
                next.bucket = "backups-\(number)-${account}-${region}"
                return next
            }
            estate.policy.roles[1].may = may
        }
        return try #require(estate.target.rolePolicies["kb-drill-operator"])
    }
}
