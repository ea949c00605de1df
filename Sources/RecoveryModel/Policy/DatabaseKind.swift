/// What RDS calls a database: an instance with storage of its own, or a cluster with instances that share its storage.
package enum DatabaseKind: String, Sendable, Codable, CaseIterable {
    case instance, cluster
}

extension DatabasePolicy {
    /// What its selector's ids name.
    package var kind: DatabaseKind { engine == "aurora-postgresql" ? .cluster : .instance }
}
