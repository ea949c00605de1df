/// What RDS calls a database: an instance with storage of its own, or a cluster with member instances.
package enum DatabaseKind: String, Sendable, Codable, CaseIterable {
    case instance, cluster

    /// Keeps ids, titles and standards of both kinds literals in one place, where they can be searched for.
    package func pick<Value>(instance: Value, cluster: Value) -> Value { self == .instance ? instance : cluster }

    /// The kind of resource in results.
    package var resource: ResourceKind { pick(instance: .database, cluster: .cluster) }
}
