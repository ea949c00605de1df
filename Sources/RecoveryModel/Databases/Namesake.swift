/// What RDS has under an id that a policy means as another kind of database: named in the finding, never judged.
package enum Namesake: Hashable, Sendable {
    case instance(engine: String)
    case cluster(engine: String)
    case member(of: String, engine: String)

    /// For people, such as `an Aurora cluster (engine aurora-postgresql)`.
    package var shown: String {
        switch self {
        case .instance(let engine): "an instance (engine \(engine))"
        case .cluster(let engine):
            DatabaseEngine(engine).isAurora
                ? "an Aurora cluster (engine \(engine))" : "a Multi-AZ DB cluster (engine \(engine))"
        case .member(let cluster, let engine): "a member of cluster \(cluster) (engine \(engine))"
        }
    }
}
