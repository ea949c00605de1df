import AWSNames
import RecoveryEngine
import RecoveryModel

/// A drill of an Aurora cluster of the same name, as literals.
extension DrillFixtures {
    static func request(
        _ selection: RecoveryPointSelection, of kind: DatabaseKind, _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> DrillRequest {
        request(selection) {
            $0.kind = kind
            change(&$0)
        }
    }

    static func cluster(_ change: (inout InstanceFacts) -> Void = { _ in }) -> InstanceFacts {
        source {
            $0.kind = .cluster
            $0.arn = "arn:aws:rds:us-east-1:123456789012:cluster:kb-prod"
            $0.engine = "aurora-postgresql"
            $0.engineVersion = "15.18"
            $0.parameterGroup = "kb-cluster-pg15"
            $0.memberParameterGroup = "kb-member-pg15"
            $0.members = [.init(id: "kb-prod-1", status: "available", tags: [:])]
            change(&$0)
        }
    }

    static func clusterFacts(_ change: (inout DrillFacts) -> Void = { _ in }) -> DrillFacts {
        facts {
            $0.source = cluster()
            for index in $0.snapshots.indices {
                $0.snapshots[index].engine = "aurora-postgresql"
                $0.snapshots[index].engineVersion = "15.10"
            }
            $0.instances["kb-prod-1"] = [:]
            change(&$0)
        }
    }
}

extension SimulatedWorld {
    /// A world whose production database is of that kind.
    init(restoring kind: DatabaseKind) {
        self.init()
        if kind == .cluster { facts = DrillFixtures.clusterFacts() }
    }
}
