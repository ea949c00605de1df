/// What the drill wrote to its source: a row on each side of the instant that it then restores to. Drills write nothing
/// else there.
package struct Marking: Hashable, Sendable, Codable {
    /// As the policy writes it.
    package var table: String
    /// The time in the row before the instant, as the database prints it.
    package var before: String
    /// A whole second by the server's clock, which began after that row was committed.
    package var instant: Instant
    /// The latest restorable time by RDS's word just before the rows were written: what a disaster at the instant would
    /// have been recovered to.
    package var restorableThen: Instant
    /// The time in the row after the instant; nil until it is committed.
    package var after: String?

    package init(table: String, before: String, instant: Instant, restorableThen: Instant) {
        self.table = table
        self.before = before
        self.instant = instant
        self.restorableThen = restorableThen
    }
}

/// The policy's marker table as preflight saw it.
package struct MarkerTableFacts: Hashable, Sendable, Codable {
    /// What the catalog says of the table.
    package struct Found: Hashable, Sendable, Codable {
        /// The kind of relation and whether it is logged, as `pg_class` has them: `rp` for an ordinary table.
        package var form: String
        /// Sorted by name, such as `drill text, label text`.
        package var columns: String
        /// Whether a drill's label can be there only once.
        package var hasKey: Bool
        /// Triggers and rules would write more than the row.
        package var hasTriggers: Bool
        /// Row-level security would hide rows from the login.
        package var hidesRows: Bool
        package var missingPrivileges: [String]

        package init(
            form: String, columns: String, hasKey: Bool, hasTriggers: Bool = false, hidesRows: Bool = false,
            missingPrivileges: [String] = []
        ) {
            self.form = form
            self.columns = columns
            self.hasKey = hasKey
            self.hasTriggers = hasTriggers
            self.hidesRows = hidesRows
            self.missingPrivileges = missingPrivileges
        }
    }

    /// Who would write.
    package var login: String
    package var isReplica: Bool
    /// Nil when there is no such table.
    package var table: Found?
    /// Why it could not be looked at.
    package var failure: String?

    package init(login: String, isReplica: Bool = false, table: Found?, failure: String? = nil) {
        self.login = login
        self.isReplica = isReplica
        self.table = table
        self.failure = failure
    }
}
