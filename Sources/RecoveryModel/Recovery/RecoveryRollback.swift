/// What a rollback of a recovery has renamed back.
package struct RecoveryRollback: Hashable, Sendable, Codable {
    /// The kind of its record in the evidence.
    package static let evidenceKind = "recovery-rollback"

    /// One database that has another name now.
    package struct Renaming: Hashable, Sendable, Codable {
        package var from: String
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    package var recovery: DrillID
    package var policy: String
    /// The name of production.
    package var database: String
    package var at: Instant
    package var renamed: [Renaming]

    package init(recovery: DrillID, policy: String, database: String, at: Instant, renamed: [Renaming]) {
        self.recovery = recovery
        self.policy = policy
        self.database = database
        self.at = at
        self.renamed = renamed
    }
}
