import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// `drctl iam recover`: what its statements say is what they enforce.
@Suite("What a recovery may do")
struct RecoverDutyTests {
    private let estate: Estate
    private let rds = "arn:aws:rds:us-east-1:123456789012:"

    init() throws { estate = try Estate.bare() }

    private func recover(_ change: (inout RecoveryPolicy) -> Void = { _ in }) -> Granted {
        Granted(.recover, estate.with { change(&$0.policy) }.target)
    }

    @Test func `all that a recovery asks IAM about is granted, in the context that it sends`() throws {
        let granted = recover()
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: DrillFixtures.start, reason: "")
        let snapshot = RecoveryPoint(
            kind: .manualSnapshot, snapshot: "kb-1", time: DrillFixtures.start, reason: "")
        for (isLive, point) in [(true, point), (false, point), (true, snapshot), (false, snapshot)] {
            let request = RecoveryFixtures.request(isLive: isLive, switchover: .rename)
            let mission = try #require(request.mission)
            for question in RecoveryPermissions.questions(request, mission, to: point, isSourceLive: isLive) {
                for action in question.actions {
                    for arn in question.resources {
                        #expect(granted.allows(action, on: arn, in: question.context), "\(action) \(arn)")
                    }
                }
            }
        }
    }

    @Test func `nothing is ever deleted`() {
        #expect(!recover().actions.contains { $0.contains("Delete") || $0.contains("Remove") })
    }

    @Test func `nothing is restored or tagged without the policy's tag`() {
        let granted = recover()
        let tag = ["aws:RequestTag/drctl:policy": ["knowledge-base"]]
        let other = ["aws:RequestTag/drctl:policy": ["other"]]
        for action in ["rds:RestoreDBInstanceToPointInTime", "rds:AddTagsToResource"] {
            #expect(granted.allows(action, on: rds + "db:kb-prod", in: tag))
            #expect(!granted.allows(action, on: rds + "db:kb-prod", in: other))
            #expect(!granted.allows(action, on: rds + "db:kb-prod", in: [:]))
        }
    }

    @Test func `only the policy's own databases, and what was recovered, are modified`() {
        let granted = recover()
        #expect(granted.allows("rds:ModifyDBInstance", on: rds + "db:kb-prod", in: [:]))
        #expect(granted.allows("rds:ModifyDBInstance", on: rds + "db:kb-prod-before-20261123051000", in: [:]))
        #expect(!granted.allows("rds:ModifyDBInstance", on: rds + "db:orders", in: [:]))
        let own = ["aws:ResourceTag/drctl:policy": ["knowledge-base"]]
        #expect(granted.allows("rds:ModifyDBInstance", on: rds + "db:kb-other", in: own))
    }

    @Test func `of a cluster all that a recovery asks about is granted, and no stranger's instance is modified`() throws
    {
        let granted = recover { $0.databases[0].engine = DatabaseEngine("aurora-postgresql") }
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: DrillFixtures.start, reason: "")
        let snapshot = RecoveryPoint(
            kind: .manualSnapshot, snapshot: "kb-1", time: DrillFixtures.start, reason: "")
        for (isLive, point) in [(true, point), (false, point), (true, snapshot), (false, snapshot)] {
            let request = RecoveryFixtures.clusterRequest(isLive: isLive, switchover: .rename)
            let mission = try #require(request.mission)
            for question in RecoveryPermissions.questions(request, mission, to: point, isSourceLive: isLive) {
                for action in question.actions {
                    for arn in question.resources {
                        #expect(granted.allows(action, on: arn, in: question.context), "\(action) \(arn)")
                    }
                }
            }
        }
        #expect(!granted.actions.contains { $0.contains("Delete") || $0.contains("Remove") })
        #expect(granted.allows("rds:ModifyDBInstance", on: rds + "db:kb-prod-before-20261123051000-1", in: [:]))
        #expect(!granted.allows("rds:ModifyDBInstance", on: rds + "db:orders", in: [:]))
        #expect(!granted.allows("rds:ModifyDBCluster", on: rds + "cluster:orders", in: [:]))
        #expect(!granted.allows("rds:CreateDBClusterEndpoint", on: rds + "cluster:orders", in: [:]))
    }
}
