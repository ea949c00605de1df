package import RecoveryModel

/// An Aurora cluster with what the policy requires of it.
package struct ClusterSubject: Sendable {
    package var context: ControlContext
    package var policy: DatabasePolicy
    package var cluster: DatabaseCluster
    /// Its kept drills; nil when evidence was not looked at.
    package var drills: Collected<[DrillProof]>?
}

extension ClusterSubject {
    /// How many seconds ago an instant was, rounded up: a recovery point is never judged younger than it is.
    func age(of instant: Instant) -> Int { Int((context.now - instant).rounded(.up)) }

    /// The call that mends a setting, for people: a cluster's settings are in force at once.
    func modify(_ flags: String) -> Remedy {
        .procedure(
            "aws rds modify-db-cluster --db-cluster-identifier \(cluster.id) \(flags) --apply-immediately")
    }
}

extension DatabasePolicy.Selector {
    /// True when the cluster is named, or carries every tag asked for; a drill's copy is not meant by its source's tags.
    package func matches(_ cluster: DatabaseCluster) -> Bool {
        if !ids.isEmpty { return ids.contains(cluster.id) }
        return cluster.tags["drctl:drill"] == nil && !tags.isEmpty
            && tags.allSatisfy { cluster.tags[$0.key] == $0.value }
    }
}
