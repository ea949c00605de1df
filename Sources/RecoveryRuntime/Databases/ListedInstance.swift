import AWSServices
import RecoveryModel

/// An instance as RDS lists it, reduced to what is read of it: RDS's own answer is several times as large.
struct ListedInstance: Sendable {
    let id: String?
    let cluster: String?
    let engine: String?
    private let content: Content

    private enum Content: Sendable {
        case database(Result<Database, any Error>)
        case member(Result<Database.Member, any Error>)
    }

    init(_ described: RDS.DBInstance) {
        (id, cluster, engine) = (described.dbInstanceIdentifier, described.dbClusterIdentifier, described.engine)
        content =
            cluster == nil
            ? .database(Result { try Database(described: described) })
            : .member(Result { try Database.Member(described: described) })
    }

    /// The instance as a database; nil for one of a cluster, whose backups are the cluster's.
    ///
    /// - Throws: `MissingMember` when the answer lacks what the instance is known by.
    func database() throws -> Database? {
        guard case .database(let read) = content else { return nil }
        return try read.get()
    }

    /// The instance as a member of its cluster; nil for one that is a database by itself.
    ///
    /// - Throws: `MissingMember` when the answer lacks what the member is known by.
    func member() throws -> Database.Member? {
        guard case .member(let read) = content else { return nil }
        return try read.get()
    }
}
