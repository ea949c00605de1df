package import AWSNames

/// A manual snapshot of a database that is deleted, or a copy of one in another region: it outlives its database, and nobody
/// looks after it any more.
package struct StrandedSnapshot: Sendable, Equatable {
    /// The database that it was taken of.
    package var database: String
    package var tags: [String: String]
    package var snapshot: Database.Snapshot
    /// Where the copy is; nil at home.
    package var region: Region?

    package init(database: String, tags: [String: String], snapshot: Database.Snapshot, region: Region? = nil) {
        self.database = database
        self.tags = tags
        self.snapshot = snapshot
        self.region = region
    }
}
