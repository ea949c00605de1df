import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("What each duty may do")
struct DutyTests {
    private let estate: Estate
    private let target: Target

    init() throws {
        estate = try Estate.bare()
        target = estate.target
    }

    private func actions(_ duty: RolePolicy.Duty) -> Set<String> {
        Set(LeastPrivilege.statements(for: duty, on: [target]).flatMap(\.actions))
    }

    @Test func `who writes backups deletes neither them nor the key`() {
        for action in actions(.backup).union(actions(.restore)) {
            #expect(!action.contains("Delete") && !action.hasSuffix("*"), "\(action)")
        }
    }

    @Test func `audit changes nothing but its own metrics`() {
        let publishing = LeastPrivilege.statements(for: .audit, on: [target]).filter { $0.sid == "PublishMetrics" }
        #expect(publishing.map(\.actions) == [["cloudwatch:PutMetricData"]])
        #expect(publishing.first?.condition == ["StringEquals": ["cloudwatch:namespace": ["DR/drctl"]]])
        for action in actions(.audit).subtracting(["cloudwatch:PutMetricData"]) {
            let name = action.split(separator: ":").last ?? ""
            #expect(["Describe", "Get", "List"].contains { name.hasPrefix($0) }, "\(action)")
        }
    }

    @Test func `a drill deletes and changes only its own instances`() throws {
        let changing = LeastPrivilege.statements(for: .drill, on: [target])
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
        let copied = Target(policy, account: estate.inventory.account, region: estate.inventory.region)
        let statements = LeastPrivilege.statements(for: .drill, on: [copied])
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
            LeastPrivilege.statements(for: .audit, on: [copied]) == LeastPrivilege.statements(for: .audit, on: [target])
        )
    }

    @Test func `a drill of clusters deletes only its own, and has nothing of it without a cluster`() throws {
        #expect(!actions(.drill).contains { $0.contains("DBCluster") && !$0.hasPrefix("rds:Describe") })
        var policy = estate.policy
        policy.databases[0].engine = DatabaseEngine("aurora-postgresql")
        let aurora = Target(policy, account: estate.inventory.account, region: estate.inventory.region)
        let statements = LeastPrivilege.statements(for: .drill, on: [aurora])
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
            let statements = LeastPrivilege.statements(for: duty, on: [target])
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
            AccessPolicy(statements: LeastPrivilege.statements(for: $0, on: [target])).json.compact.count
        }
        #expect(size.reduce(0, +) < 10_240)
    }

    @Test func `the tags of what drctl makes are legal`() {
        // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
        for (key, value) in target.tags {
            #expect(key.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{1,128}/#) != nil && !key.hasPrefix("aws:"))
            #expect(value.wholeMatch(of: #/[\p{L}\p{N} _.:\/=+\-@]{0,256}/#) != nil)
        }
        #expect(target.tags["drctl:policy"] == "knowledge-base")
    }
}
