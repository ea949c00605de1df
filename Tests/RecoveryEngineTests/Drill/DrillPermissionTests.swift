import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct DrillPermissionTests {
    private static let arn = "arn:aws:rds:us-east-1:123456789012:"
    private let target = DrillFixtures.request().target.id
    private let snapshot = RecoveryPoint(
        kind: .automatedSnapshot, snapshot: "rds:kb-prod-2026-11-23", time: DrillFixtures.snapshotTime, reason: "")
    private let instant = RecoveryPoint(
        kind: .pointInTime, snapshot: nil, time: DrillFixtures.snapshotTime, reason: "")

    /// `action on resource, resource`, without the ARNs' common beginning.
    private func asked(
        _ request: DrillRequest = DrillFixtures.request(), to point: RecoveryPoint?,
        _ change: (inout InstanceFacts) -> Void = { _ in }
    ) -> [String] {
        DrillPermissions.questions(request, of: DrillFixtures.source(change), to: point).map { question in
            let names = question.resources.map { $0.replacing(Self.arn, with: "") }
            return "\(question.actions.joined(separator: "+")) on \(names.joined(separator: ", "))"
        }
    }

    @Test func `a restore is asked on all that it touches, and its removal with it`() {
        #expect(
            asked(to: snapshot) == [
                "rds:RestoreDBInstanceFromDBSnapshot on db:\(target), snapshot:rds:kb-prod-2026-11-23, "
                    + "subgrp:dr-drill, pg:kb-pg15",
                "rds:AddTagsToResource on db:\(target)",
                "rds:DeleteDBInstance+rds:ModifyDBInstance on db:\(target)",
            ])
        #expect(
            asked(to: instant) { $0.parameterGroup = "default.postgres15" }.first
                == "rds:RestoreDBInstanceToPointInTime on db:\(target), db:kb-prod, subgrp:dr-drill")
        #expect(
            asked(DrillFixtures.request(.fresh), to: nil).prefix(3) == [
                "rds:CreateDBSnapshot on db:kb-prod, snapshot:\(target)-snap",
                "rds:DeleteDBSnapshot on snapshot:\(target)-snap",
                "rds:RestoreDBInstanceFromDBSnapshot on db:\(target), snapshot:\(target)-snap, subgrp:dr-drill, "
                    + "pg:kb-pg15",
            ])
    }

    @Test func `a cluster's restore is asked with the instance that is added to it`() {
        let request = DrillFixtures.request { $0.kind = .cluster }
        #expect(
            asked(request, to: instant) { $0.memberParameterGroup = "kb-member" } == [
                "rds:RestoreDBClusterToPointInTime on cluster:\(target), cluster:kb-prod, subgrp:dr-drill, "
                    + "cluster-pg:kb-pg15",
                "rds:AddTagsToResource on cluster:\(target)",
                "rds:CreateDBInstance on db:\(target)-1, cluster:\(target), pg:kb-member",
                "rds:DeleteDBCluster+rds:ModifyDBCluster on cluster:\(target)",
                "rds:DeleteDBInstance on db:\(target)-1",
            ])
    }

    @Test func `a copy is asked about where it is restored`() {
        let request = DrillFixtures.request(.newest) { $0.target.region = Region("us-west-2") }
        let all = DrillPermissions.questions(request, of: DrillFixtures.source(), to: snapshot)
        #expect(all.flatMap(\.resources).allSatisfy { $0.hasPrefix("arn:aws:rds:us-west-2:123456789012:") })
        #expect(all.allSatisfy { $0.context["aws:RequestedRegion"] == ["us-west-2"] })
    }

    @Test func `the simulator is told the tags: of the request for what is made, of the resource for what is removed`()
    {
        let questions = DrillPermissions.questions(DrillFixtures.request(), of: DrillFixtures.source(), to: snapshot)
        #expect(questions.first?.context["aws:RequestTag/drctl:policy"] == ["knowledge-base"])
        #expect(questions.first?.context["aws:TagKeys"]?.contains("drctl:drill") == true)
        #expect(questions.last?.context["aws:ResourceTag/drctl:policy"] == ["knowledge-base"])
        #expect(questions.last?.perhaps == ["rds:ModifyDBInstance"])
    }

    @Test func `the use of a key is asked as RDS asks for it, and not of a key that AWS manages`() throws {
        let arn = "arn:aws:kms:us-east-1:123456789012:key/1234"
        func asked(_ aliases: [String]?) -> PermissionQuestion? {
            DrillPermissions.questions(
                DrillFixtures.request(), of: DrillFixtures.source(), to: snapshot,
                key: RestoredKey(arn: arn, aliases: aliases)
            ).first { $0.actions == ["kms:CreateGrant"] }
        }
        let question = try #require(asked(["alias/kb-dr"]))
        #expect(question.resources == [arn] && question.perhaps == ["kms:CreateGrant"])
        #expect(question.context["kms:ViaService"] == ["rds.us-east-1.amazonaws.com"])
        #expect(question.context["kms:GrantIsForAWSResource"] == ["true"])
        #expect(question.context["kms:ResourceAliases"] == ["alias/kb-dr"])
        #expect(try #require(asked(nil)).context["kms:ResourceAliases"] == nil)
        #expect(asked(["alias/aws/rds"]) == nil)
    }

    @Test func `a key that the caller's policies do not allow is a warning that names it`() {
        let found = finding(refusal("kms:CreateGrant", isCertain: false))
        #expect(found?.outcome == .warned)
        #expect(found?.hint == "attach the policy that drctl iam drill prints, unless the key's own policy allows it")
    }

    private func finding(_ permissions: PermissionFacts?) -> GuardFinding? {
        PreflightGuards.findings(DrillFixtures.request(), DrillFixtures.facts { $0.permissions = permissions })
            .first { $0.id == "permissions" }
    }

    private func refusal(_ action: String, undecidedBy: [String] = [], isCertain: Bool = true) -> PermissionFacts {
        PermissionFacts(
            asked: 6,
            refusals: [.init(action: action, resource: "r", undecidedBy: undecidedBy, isCertain: isCertain)])
    }

    @Test func `only a call that is surely made and surely refused stops the drill`() {
        #expect(finding(PermissionFacts(asked: 6))?.outcome == .met)
        #expect(finding(refusal("rds:DeleteDBInstance"))?.outcome == .violated)
        #expect(finding(refusal("rds:ModifyDBInstance", isCertain: false))?.outcome == .warned)
        #expect(finding(refusal("rds:DeleteDBInstance", undecidedBy: ["aws:PrincipalTag/x"]))?.outcome == .warned)
        #expect(finding(PermissionFacts(failure: "AccessDenied"))?.outcome == .warned)
        #expect(finding(nil) == nil)
    }

    @Test func `a refusal that counts is named before one that may not`() {
        var both = refusal("rds:ModifyDBInstance", isCertain: false)
        both.refusals += refusal("rds:DeleteDBInstance").refusals
        #expect(finding(both)?.summary == "the caller is not allowed to call rds:DeleteDBInstance on r and 1 more")
    }
}
