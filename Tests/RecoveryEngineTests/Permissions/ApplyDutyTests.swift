import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// `drctl iam apply`: powerful, and no more than the policy needs.
@Suite("What an apply may do")
struct ApplyDutyTests {
    private let estate: Estate
    private let key = "arn:aws:kms:us-east-1:123456789012:key/1234"
    private let rds = "arn:aws:rds:us-east-1:123456789012:"

    init() throws { estate = try Estate.bare() }

    private func apply(_ change: (inout RecoveryPolicy) -> Void = { _ in }) -> Granted {
        Granted(.apply, estate.with { change(&$0.policy) }.target)
    }

    @Test func `of keys, only those that the policy names are changed`() {
        let own = ["kms:ResourceAliases": ["alias/kb-dr"]]
        for action in ["kms:PutKeyPolicy", "kms:EnableKeyRotation", "kms:EnableKey", "kms:CancelKeyDeletion"] {
            #expect(apply().allows(action, on: key, in: own), "\(action)")
            #expect(!apply().allows(action, on: key, in: ["kms:ResourceAliases": ["alias/production"]]), "\(action)")
            #expect(!apply().allows(action, on: key), "\(action)")
        }
    }

    @Test func `a new key is known by the tag that it is created with, as long as it has no alias`() {
        let born = ["aws:ResourceTag/drctl:alias": ["kb-dr"]]
        let named = born.merging(["kms:ResourceAliases": ["alias/production"]]) { $1 }
        for action in ["kms:PutKeyPolicy", "kms:CreateAlias"] {
            #expect(apply().allows(action, on: key, in: born), "\(action)")
            #expect(!apply().allows(action, on: key, in: named), "\(action)")
            #expect(!apply().allows(action, on: key, in: ["aws:ResourceTag/drctl:alias": ["other"]]), "\(action)")
        }
        let tags = ["aws:RequestTag/drctl:alias": ["kb-dr"]]
        #expect(apply().allows("kms:TagResource", on: key, in: tags))
        let production = tags.merging(["kms:ResourceAliases": ["alias/production"]]) { $1 }
        #expect(!apply().allows("kms:TagResource", on: key, in: production), "nobody's key becomes one of ours")
    }

    @Test func `conditions of several keys are one statement`() {
        let granted = apply { policy in
            var second = policy.keys[0]
            second.alias = "second"
            policy.keys.append(second)
        }
        #expect(
            granted.conditions("kms:EnableKeyRotation", on: "arn:aws:kms:us-east-1:123456789012:key/*")
                .contains(.aliased(["alias/kb-dr", "alias/second"])))
    }

    @Test func `a role that may apply does not change itself, nor another one that may`() {
        let granted = apply()
        let writing: Set = [
            "iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
        ]
        #expect(granted.actions.isSuperset(of: writing))
        for action in writing {
            // The roles of AWS Backup are made, and given AWS's own policies.
            let made: Set =
                action == "iam:CreateRole"
                ? [
                    "arn:aws:iam::123456789012:role/kb-backups-service",
                    "arn:aws:iam::123456789012:role/knowledge-base-restore-tests",
                ] : []
            #expect(
                granted.resources(action)
                    == made.union([
                        "arn:aws:iam::123456789012:role/kb-backup-writer",
                        "arn:aws:iam::123456789012:role/kb-drill-operator",
                    ]), "\(action)")
        }
        #expect(granted.resources("iam:GetRole").contains("arn:aws:iam::123456789012:role/kb-auditor"))
    }

    @Test func `a role with a boundary gets permissions inside it alone`() {
        let boundary = "arn:aws:iam::123456789012:policy/boundary"
        let granted = apply { $0.roles[0].permissionsBoundary = boundary }
        for action in [
            "iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy",
        ] {
            #expect(
                granted.conditions(action, on: "arn:aws:iam::123456789012:role/kb-backup-writer")
                    == [.equal("iam:PermissionsBoundary", [boundary])], "\(action)")
        }
    }

    @Test func `databases that tags select are changed by these tags alone`() {
        let tags = ["backup": "yes", "stage": "production"]
        for engine in ["postgres", "aurora-postgresql"] {
            let granted = apply {
                $0.databases[0].select = .init(tags: tags)
                $0.databases[0].engine = DatabaseEngine(engine)
            }
            let changing = granted.statements.filter {
                $0.actions.contains { $0.hasPrefix("rds:Modify") || $0.hasPrefix("rds:Reboot") }
                    && $0.resources.contains { $0.contains(":db:") || $0.contains(":cluster:") }
            }
            #expect(!changing.isEmpty)
            for statement in changing { #expect(statement.condition == .tagged(tags), "\(statement.resources)") }
        }
        #expect(apply().conditions("rds:ModifyDBInstance", on: rds + "db:kb-prod") == [[:]])
    }

    @Test func `what can be named is named`() {
        let granted = apply()
        let places = [
            "cloudwatch:PutDashboard": "arn:aws:cloudwatch::123456789012:dashboard/kb-recovery",
            // Those that the policy has dropped are looked for under any name.
            "cloudwatch:GetDashboard": "arn:aws:cloudwatch::123456789012:dashboard/*",
            "cloudwatch:PutMetricAlarm": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:knowledge-base-*",
            "cloudwatch:TagResource": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:knowledge-base-*",
            "rds:CreateEventSubscription": rds + "es:knowledge-base-*",
            "rds:ModifyEventSubscription": rds + "es:knowledge-base-*",
            "kms:TagResource": "arn:aws:kms:us-east-1:123456789012:key/*",
            "kms:ListResourceTags": "arn:aws:kms:us-east-1:123456789012:key/*",
        ]
        for (action, place) in places { #expect(granted.resources(action) == [place], "\(action)") }
    }

    @Test func `a bucket is created with its tags`() throws {
        let plan = Planner.plan(estate.audit)
        let created = plan.steps.compactMap { step -> [String: String]? in
            guard case .bucket(.create(_, _, let tags)) = step.change else { return nil }
            return tags
        }
        #expect(!created.isEmpty && created.allSatisfy { $0 == estate.target.tags })
        #expect(apply().resources("s3:TagResource") == apply().resources("s3:CreateBucket"))
    }
}
