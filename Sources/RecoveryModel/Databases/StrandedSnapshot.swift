/// A manual snapshot of a database that is deleted: it outlives its database, and nobody looks after it any more.
package struct StrandedSnapshot: Sendable, Equatable {
    /// The database that it was taken of.
    package var database: String
    package var tags: [String: String]
    package var snapshot: Database.Snapshot

    package init(database: String, tags: [String: String], snapshot: Database.Snapshot) {
        self.database = database
        self.tags = tags
        self.snapshot = snapshot
    }
}
