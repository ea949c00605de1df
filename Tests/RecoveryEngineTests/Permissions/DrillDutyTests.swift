import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// `drctl iam drill`: what its statements say is what they enforce.
@Suite("What a drill may do")
struct DrillDutyTests {
    private let estate: Estate
    private let rds = "arn:aws:rds:us-east-1:123456789012:"
    private let tagged = ["aws:RequestTag/drctl:policy": ["knowledge-base"]]
    private let made = ["aws:ResourceTag/drctl:policy": ["knowledge-base"]]

    init() throws { estate = try Estate.bare() }

    private func drill(_ change: (inout RecoveryPolicy) -> Void = { _ in }) -> Granted {
        Granted(.drill, estate.with { change(&$0.policy) }.target)
    }

    private func aurora(_ policy: inout RecoveryPolicy) {
        policy.databases[0].engine = DatabaseEngine("aurora-postgresql")
    }

    private func point(_ kind: RecoveryPoint.Kind, _ snapshot: String?) -> RecoveryPoint {
        RecoveryPoint(kind: kind, snapshot: snapshot, time: DrillFixtures.snapshotTime, reason: "")
    }

    @Test func `all that a drill asks IAM about is granted, in the context that it sends`() throws {
        let requests: [(DrillRequest, RecoveryPoint?)] = [
            (DrillFixtures.request(), point(.automatedSnapshot, "rds:kb-prod-2026-11-23")),
            (DrillFixtures.request(), point(.pointInTime, nil)), (DrillFixtures.request(.fresh), nil),
        ]
        for kind in DatabaseKind.allCases {
            let granted = drill { if kind == .cluster { aurora(&$0) } }
            for (request, point) in requests {
                var request = request
                request.kind = kind
                let questions = DrillPermissions.questions(request, of: DrillFixtures.source(), to: point)
                for question in questions {
                    for action in question.actions {
                        for arn in question.resources {
                            #expect(granted.allows(action, on: arn, in: question.context), "\(action) \(arn)")
                        }
                    }
                }
            }
        }
    }

    @Test func `nothing is restored, added or tagged but a drill's own, with its policy's tag`() {
        for granted in [drill(), drill(aurora)] {
            let making = granted.actions.filter {
                $0.hasPrefix("rds:Restore") || $0.hasPrefix("rds:Create") || $0 == "rds:AddTagsToResource"
            }
            #expect(making.count >= 4)
            for statement in granted.statements where !making.isDisjoint(with: statement.actions) {
                #expect(
                    statement.condition["StringEquals"]?["aws:RequestTag/drctl:policy"] == ["knowledge-base"],
                    "\(statement.sid ?? "")")
            }
            for production in ["db:kb-prod", "cluster:kb-prod", "snapshot:kb-prod-before", "pg:kb", "subgrp:kb"] {
                #expect(!granted.allows("rds:AddTagsToResource", on: rds + production, in: tagged), "\(production)")
                #expect(
                    production.hasPrefix("pg") || production.hasPrefix("subgrp")
                        || !granted.allows("rds:CreateDBInstance", on: rds + production, in: tagged), "\(production)")
            }
        }
        #expect(!drill().allows("rds:RestoreDBInstanceFromDBSnapshot", on: rds + "db:kb-prod", in: tagged))
        #expect(!drill().allows("rds:RestoreDBInstanceFromDBSnapshot", on: rds + "db:drctl-drill-kb-1", in: [:]))
    }

    @Test func `a drill deletes and changes only its own`() {
        for granted in [drill(), drill(aurora)] {
            for statement in granted.statements
            where statement.actions.contains(where: { $0.hasPrefix("rds:Delete") || $0.hasPrefix("rds:Modify") }) {
                #expect(statement.resources.allSatisfy { $0.contains(":drctl-drill-*") }, "\(statement.resources)")
                #expect(statement.condition == .tagged(["drctl:policy": "knowledge-base"]))
            }
        }
        #expect(drill().allows("rds:DeleteDBInstance", on: rds + "db:drctl-drill-kb-1", in: made))
        #expect(drill(aurora).allows("rds:DeleteDBCluster", on: rds + "cluster:drctl-drill-kb-1", in: made))
    }

    @Test func `every action has a resource of its kind: snapshots of instances need an instance`() {
        let granted = drill(aurora)
        #expect(!granted.actions.contains("rds:CreateDBSnapshot") && !granted.actions.contains("rds:DeleteDBSnapshot"))
        #expect(granted.allows("rds:CreateDBClusterSnapshot", on: rds + "cluster:kb-prod", in: tagged))
        #expect(!granted.allows("rds:CreateDBClusterSnapshot", on: rds + "cluster:other", in: tagged))
        #expect(!drill().actions.contains { $0.contains("DBCluster") && !$0.hasPrefix("rds:Describe") })
    }

    @Test func `selected by tags, a source is known by them`() {
        let granted = drill {
            $0.databases[0].select = .init(tags: ["backup": "yes"])
        }
        let (snapshot, source) = ("rds:CreateDBSnapshot", rds + "db:other")
        #expect(!granted.allows(snapshot, on: source, in: tagged))
        #expect(granted.allows(snapshot, on: source, in: tagged.merging(["aws:ResourceTag/backup": ["yes"]]) { $1 }))
        #expect(!granted.allows("rds:RestoreDBInstanceToPointInTime", on: source, in: tagged))
    }

    @Test func `the key of what is restored is used by RDS alone`() {
        let key = "arn:aws:kms:us-east-1:123456789012:key/1234"
        let asRDS = ["kms:ViaService": ["rds.us-east-1.amazonaws.com"], "kms:GrantIsForAWSResource": ["true"]]
        let own = asRDS.merging(["kms:ResourceAliases": ["alias/kb-dr"]]) { $1 }
        #expect(drill().allows("kms:CreateGrant", on: key, in: own))
        #expect(!drill().allows("kms:CreateGrant", on: key, in: asRDS), "another key")
        #expect(!drill().allows("kms:CreateGrant", on: key, in: ["kms:ResourceAliases": ["alias/kb-dr"]]), "by itself")
        #expect(drill().allows("kms:DescribeKey", on: key, in: own))
        // The policy does not say which key it is: any that RDS itself uses.
        let unnamed = drill {
            $0.databases[0].protection.encryptionKey = nil
            $0.keys = []
        }
        #expect(unnamed.allows("kms:CreateGrant", on: key, in: asRDS))
        #expect(!unnamed.allows("kms:CreateGrant", on: key, in: [:]))
        #expect(unnamed.allows("kms:DescribeKey", on: key))
    }

    @Test func `nothing is decrypted but notifications and the secrets that are read`() {
        let key = "arn:aws:kms:us-east-1:123456789012:key/1234"
        let granted = drill()
        #expect(!granted.allows("kms:Decrypt", on: key, in: ["kms:ResourceAliases": ["alias/kb-dr"]]))
        let secrets = ["kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]]
        func secret(_ name: String) -> [String: [String]] {
            let arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:\(name)-AbCdEf"
            return secrets.merging(["kms:EncryptionContext:SecretARN": [arn]]) { $1 }
        }
        #expect(granted.allows("kms:Decrypt", on: key, in: secret("kb/prod/database")))
        #expect(!granted.allows("kms:Decrypt", on: key, in: secret("other")))
        #expect(
            granted.allows(
                "kms:GenerateDataKey", on: key,
                in: ["kms:ViaService": ["sns.us-east-1.amazonaws.com"], "kms:ResourceAliases": ["alias/kb-dr"]]))
        #expect(!drill { $0.notifications = nil }.actions.contains("kms:GenerateDataKey"))
    }

    @Test func `of the master passwords that RDS keeps, only the source's can be read`() {
        let read = "secretsmanager:GetSecretValue"
        let secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1234-AbCdEf"
        func of(_ database: String) -> [String: [String]] {
            ["aws:ResourceTag/aws:rds:primaryDBInstanceArn": [rds + database]]
        }
        #expect(drill().allows(read, on: secret, in: of("db:kb-prod")))
        #expect(!drill().allows(read, on: secret, in: of("db:other")))
        #expect(!drill().allows(read, on: secret))
        let cluster = secret.replacing("rds!db-", with: "rds!cluster-")
        #expect(
            drill(aurora).allows(
                read, on: cluster, in: ["aws:ResourceTag/aws:rds:primaryDBClusterArn": [rds + "cluster:kb-prod"]]))
        #expect(!drill(aurora).allows(read, on: secret, in: of("db:kb-prod")))
    }

    @Test func `nothing is granted that no drill calls`() {
        for action in ["ec2:DescribeSubnets", "rds:ListTagsForResource", "secretsmanager:DescribeSecret"] {
            #expect(!drill().actions.contains(action), "\(action)")
        }
        #expect(!drill().actions.contains("rds:DescribeDBParameterGroups"), "no copies are restored")
    }

    @Test func `a restore goes into the groups that the policy names`() {
        let granted = drill {
            $0.drill?.into.subnetGroup = "dr-drill"
            $0.drill?.into.parameterGroup = "dr"
        }
        let restore = "rds:RestoreDBInstanceFromDBSnapshot"
        #expect(granted.allows(restore, on: rds + "subgrp:dr-drill", in: tagged))
        #expect(!granted.allows(restore, on: rds + "subgrp:production", in: tagged))
        #expect(!granted.allows(restore, on: rds + "pg:production", in: tagged))
        #expect(drill().allows(restore, on: rds + "pg:the-source's", in: tagged))
    }

    @Test func `a drill of copies reaches into their region, and audit nowhere else`() throws {
        var policy = estate.policy
        policy.drill?.elsewhere = [.init(region: Region("us-west-2"), target: .init())]
        let copied = Target(policy, account: estate.inventory.account, region: estate.inventory.region)
        let granted = Granted(.drill, copied)
        let there = rds.replacing("us-east-1", with: "us-west-2")
        #expect(granted.allows("rds:RestoreDBInstanceFromDBSnapshot", on: there + "snapshot:copy", in: tagged))
        #expect(granted.allows("rds:DeleteDBInstance", on: there + "db:drctl-drill-kb-1", in: made))
        #expect(granted.actions.contains("rds:DescribeDBParameterGroups"))
        #expect(
            granted.allows(
                "kms:CreateGrant", on: "arn:aws:kms:us-west-2:123456789012:key/1234",
                in: ["kms:ViaService": ["rds.us-west-2.amazonaws.com"], "kms:GrantIsForAWSResource": ["true"]]))
        #expect(
            granted.allows(
                "secretsmanager:GetSecretValue",
                on: "arn:aws:secretsmanager:us-west-2:123456789012:secret:kb/prod/database-AbCdEf"))
        #expect(
            LeastPrivilege.statements(for: .audit, on: [copied])
                == LeastPrivilege.statements(for: .audit, on: [estate.target]))
    }
}
