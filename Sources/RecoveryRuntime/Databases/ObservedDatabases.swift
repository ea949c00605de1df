import AWSNames
import RecoveryEngine
import RecoveryModel

/// What was observed of one kind of database.
struct ObservedDatabases: Sendable {
    var databases: Collected<[Database]>
    /// Manual snapshots of databases that are deleted.
    var stranded: Collected<[StrandedSnapshot]>
    /// Their copies in other regions.
    var strandedCopies: [Region: Collected<[StrandedSnapshot]>] = [:]

    static let none = ObservedDatabases(databases: .known([]), stranded: .known([]))

    static func unavailable(_ failure: CollectionFailure) -> ObservedDatabases {
        ObservedDatabases(databases: .unavailable(failure), stranded: .unavailable(failure))
    }
}

extension [DatabaseSelector] {
    /// Whether a snapshot of a deleted database is one that the policy means, by the database's id or the tags.
    func mean(_ database: String, _ tags: [String: String]) -> Bool {
        contains { selector in
            if !selector.ids.isEmpty { return selector.ids.contains(database) }
            let wanted = selector.policy.select.tags
            return !TestRestore.made(database, tags: tags) && !wanted.isEmpty
                && wanted.allSatisfy { tags[$0.key] == $0.value }
        }
    }
}
