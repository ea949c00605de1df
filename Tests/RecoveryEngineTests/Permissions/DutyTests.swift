import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What each duty may do")
struct DutyTests {
    private let estate: Estate
    private let context: ControlContext

    init() throws {
        estate = try Estate.bare()
        context = ControlContext(policy: estate.policy, inventory: estate.inventory)
    }

    private func actions(_ duty: RolePolicy.Duty) -> Set<String> {
        Set(DutyStatements.statements(for: duty, in: context).flatMap(\.actions))
    }

    @Test func `apply may make every change that a plan can hold`() throws {
        let allowed = actions(.apply)
        for violation in Violation.all {
            let broken = try Estate.compliant(withCluster: true).with { violation.change(&$0) }
            for step in Planner.plan(broken.audit).steps {
                for action in step.change.actions {
                    #expect(allowed.contains(action), "\(step.change.summary): \(action)")
                }
            }
        }
        for step in Planner.plan(estate.audit).steps {
            for action in step.change.actions { #expect(allowed.contains(action), "\(step.change.summary): \(action)") }
        }
    }

    @Test func `who writes backups deletes neither them nor the key`() {
        for action in actions(.backup).union(actions(.restore)) {
            #expect(!action.contains("Delete") && !action.hasSuffix("*"), "\(action)")
        }
    }

    @Test func `audit changes nothing but its own metrics`() {
        let publishing = DutyStatements.statements(for: .audit, in: context).filter { $0.sid == "PublishMetrics" }
        #expect(publishing.map(\.actions) == [["cloudwatch:PutMetricData"]])
        #expect(publishing.first?.condition == ["StringEquals": ["cloudwatch:namespace": ["DR/drctl"]]])
        for action in actions(.audit).subtracting(["cloudwatch:PutMetricData"]) {
            let name = action.split(separator: ":").last ?? ""
            #expect(["Describe", "Get", "List"].contains { name.hasPrefix($0) }, "\(action)")
        }
    }

    @Test func `a drill deletes and changes only its own instances`() throws {
        let changing = DutyStatements.statements(for: .drill, in: context)
            .filter { $0.actions.contains { $0.hasPrefix("rds:Delete") || $0.hasPrefix("rds:Modify") } }
        #expect(
            changing.flatMap(\.resources) == [
                "arn:aws:rds:us-east-1:123456789012:db:drctl-*",
                "arn:aws:rds:us-east-1:123456789012:snapshot:drctl-*",
            ])
        for statement in changing {
            #expect(statement.condition == ["StringEquals": ["aws:ResourceTag/drctl:policy": ["knowledge-base"]]])
        }
    }

    @Test func `a drill may do all that a drill does`() {
        let calls = [
            "rds:CreateDBSnapshot", "rds:DeleteDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot",
            "rds:RestoreDBInstanceToPointInTime", "rds:ModifyDBInstance", "rds:DeleteDBInstance",
            "rds:DescribeAccountAttributes", "rds:DescribeEvents", "cloudtrail:LookupEvents",
            "cloudwatch:PutMetricData", "sns:Publish", "secretsmanager:GetSecretValue",
        ]
        #expect(Set(calls).subtracting(actions(.drill)).isEmpty)
    }

    @Test func `a drill of copies reaches into their region, and audit nowhere else`() throws {
        var policy = estate.policy
        policy.drill?.elsewhere = [.init(region: Region("us-west-2"), target: .init())]
        let copied = ControlContext(policy: policy, inventory: estate.inventory)
        let statements = DutyStatements.statements(for: .drill, in: copied)
        func resources(_ sid: String) throws -> [String] {
            try #require(statements.first { $0.sid == sid }).resources
        }
        #expect(
            try resources("ChangeAndDeleteOnlyDrills") == [
                "arn:aws:rds:us-east-1:123456789012:db:drctl-*", "arn:aws:rds:us-west-2:123456789012:db:drctl-*",
            ])
        #expect(
            try resources("RestoreIntoTaggedInstance").contains("arn:aws:rds:us-west-2:123456789012:snapshot:*"))
        #expect(try resources("UseKeys").contains("arn:aws:kms:us-west-2:123456789012:key/*"))
        #expect(
            try resources("ReadSecrets").contains(
                "arn:aws:secretsmanager:us-west-2:123456789012:secret:kb/prod/database-??????"))
        #expect(
            DutyStatements.statements(for: .audit, in: copied) == DutyStatements.statements(for: .audit, in: context))
    }

    @Test func `a drill of clusters deletes only its own, and has nothing of it without a cluster`() throws {
        #expect(!actions(.drill).contains { $0.contains("DBCluster") && !$0.hasPrefix("rds:Describe") })
        var policy = estate.policy
        policy.databases[0].engine = "aurora-postgresql"
        let aurora = ControlContext(policy: policy, inventory: estate.inventory)
        let statements = DutyStatements.statements(for: .drill, in: aurora)
        let deleting = try #require(statements.first { $0.actions.contains("rds:DeleteDBCluster") })
        #expect(
            deleting.resources == [
                "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:drctl-*",
                "arn:aws:rds:us-east-1:123456789012:cluster:drctl-*",
            ])
        #expect(deleting.condition == ["StringEquals": ["aws:ResourceTag/drctl:policy": ["knowledge-base"]]])
        let restoring = try #require(statements.first { $0.actions.contains("rds:RestoreDBClusterFromSnapshot") })
        #expect(restoring.resources.contains("arn:aws:rds:us-east-1:123456789012:cluster:kb-prod"))
        #expect(!restoring.resources.contains("arn:aws:rds:us-east-1:123456789012:cluster:*"))
    }

    @Test func `no duty has a wildcard action, and every statement names what it is for`() {
        for duty in RolePolicy.Duty.allCases {
            let statements = DutyStatements.statements(for: duty, in: context)
            #expect(!statements.isEmpty)
            #expect(Set(statements.compactMap(\.sid)).count == statements.count)
            for statement in statements {
                #expect(statement.effect == .allow && statement.negated.isEmpty)
                #expect(!statement.actions.contains { $0.contains("*") }, "\(duty) \(statement.sid ?? "")")
                #expect(!statement.resources.isEmpty)
            }
        }
    }

    @Test func `a role's policies fit into IAM's limit`() {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10,240 characters for all inline.
        let size = RolePolicy.Duty.allCases.map {
            AccessPolicy(statements: DutyStatements.statements(for: $0, in: context)).json.compact.count
        }
        #expect(size.reduce(0, +) < 10_240)
    }

    @Test func `the tags of what drctl makes are legal`() {
        // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
        for (key, value) in context.tags {
            #expect(key.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{1,128}/#) != nil && !key.hasPrefix("aws:"))
            #expect(value.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{0,256}/#) != nil)
        }
        #expect(context.tags["drctl:policy"] == "knowledge-base")
    }
}
