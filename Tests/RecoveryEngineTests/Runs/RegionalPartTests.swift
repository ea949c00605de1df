import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("The part of a policy in one region")
struct RegionalPartTests {
    private let account = AccountID("123456789012")!
    private let home: Region = "us-east-1"
    private let away: Region = "eu-west-1"

    /// Two databases, the second elsewhere; two buckets in both regions; keys, a topic, roles and a dashboard.
    private var policy: RecoveryPolicy {
        get throws {
            var policy = try Estate.compliant().policy
            policy.scope.regions = [home, away]
            var second = policy.databases[0]
            second.select.ids = ["kb-eu"]
            second.regions = [away]
            policy.databases.append(second)
            policy.storage[0].regions = [home, away]
            policy.keys.append(KeyPolicy(alias: "unused"))
            return policy
        }
    }

    @Test func `an entry without regions is for the first`() throws {
        let part = try policy.part(in: home)
        #expect(part.databases == [0] && part.storage.first == 0)
        #expect(try policy.part(in: away).databases == [1])
    }

    @Test func `a finding names the entry as it was written, in whatever region`() throws {
        let target = Target(try policy, account: account, region: away)
        let inventory = try Estate.bare().inventory
        let findings = Auditor.audit(ControlContext(target, inventory)).findings
        let entries = Set(findings.filter { $0.control.field.hasPrefix("databases[]") }.map(\.entry))
        #expect(entries.subtracting([nil]) == [1])
    }

    @Test func `what an account has once is required in the primary region only`() throws {
        let (first, second) = (try policy.part(in: home).policy, try policy.part(in: away).policy)
        #expect(!first.roles.isEmpty && first.dashboard != nil)
        #expect(second.roles.isEmpty && second.dashboard == nil)
    }

    @Test func `a key is required where something is encrypted with it, an unused one in the primary region`() throws {
        #expect(try policy.part(in: home).policy.keys.map(\.alias).contains("unused"))
        #expect(try policy.part(in: away).policy.keys.map(\.alias) == ["kb-dr"])
    }

    @Test func `the topic is where the databases are`() throws {
        #expect(try policy.part(in: away).policy.notifications != nil)
        var only = try policy
        only.databases.removeLast()
        #expect(only.part(in: away).policy.notifications == nil)
        #expect(only.part(in: away).policy.alarms == nil, "an alarm without a topic notifies nobody")
    }

    @Test func `a role has the same permissions whatever region they are written from`() throws {
        let statements = LeastPrivilege.statements(for: .apply, of: [try policy], account: account)
        let written = Target(try policy, account: account, region: home).rolePolicies["kb-auditor"]?["drctl-apply"]
        let resources = statements.flatMap(\.resources)
        #expect(resources.contains { $0.hasPrefix("arn:aws:rds:us-east-1:123456789012:db:kb-prod") })
        #expect(resources.contains { $0.hasPrefix("arn:aws:rds:eu-west-1:123456789012:db:kb-eu") })
        #expect(!resources.contains { $0.hasPrefix("arn:aws:rds:eu-west-1:123456789012:db:kb-prod") })
        #expect(written?.statements == statements)
        // The other region's target has no role, so an apply there takes nothing away.
        #expect(Target(try policy, account: account, region: away).rolePolicies.isEmpty)
        #expect(Set(statements.compactMap(\.sid)).count == statements.compactMap(\.sid).count)
    }

    @Test func `the roles of the first account may enter the others, and no other role may`() throws {
        var policy = try policy
        let other = AccountID("210987654321")!
        policy.scope.accounts = [account, other]
        policy.scope.assumeRole = .init()
        func entered(_ account: AccountID, _ duty: RolePolicy.Duty) -> [String] {
            LeastPrivilege.statements(for: duty, of: [policy], account: account)
                .filter { $0.actions == ["sts:AssumeRole"] }.flatMap(\.resources)
        }
        #expect(entered(account, .audit) == ["arn:aws:iam::210987654321:role/drctl-audit"])
        #expect(entered(other, .audit) == [] && entered(account, .backup) == [])
        policy.scope.assumeRole = nil
        #expect(entered(account, .audit) == [])
    }

    @Test(arguments: RolePolicy.Duty.allCases)
    func `permissions do not depend on the order of the regions`(duty: RolePolicy.Duty) throws {
        var turned = try policy
        turned.databases[0].regions = [home]
        turned.storage = turned.storage.map { bucket in
            var bucket = bucket
            bucket.regions = try! policy.regions(of: bucket)
            return bucket
        }
        let first = LeastPrivilege.statements(for: duty, of: [turned], account: account)
        turned.scope.regions.reverse()
        let second = LeastPrivilege.statements(for: duty, of: [turned], account: account)
        func granted(_ statements: [AccessStatement]) -> Set<String> {
            Set(statements.flatMap { one in one.actions.flatMap { action in one.resources.map { "\(action) \($0)" } } })
        }
        // What belongs to the primary region moves with it.
        let moving = ["kms:", "sns:", "cloudwatch:"]
        let difference = granted(first).symmetricDifference(granted(second))
        #expect(difference.allSatisfy { one in moving.contains { one.hasPrefix($0) } }, "\(difference.sorted())")
    }

    @Test func `a template of several regions holds in any account, and names its regions`() throws {
        let template = try TemplateSynthesizer.template(for: try policy.withEngines, of: home, now: Estate.now).compact
        #expect(template.contains("${AWS::AccountId}") && template.contains("eu-west-1"))
        #expect(!template.contains("${AWS::Region}"))
    }
}
