/// The marker rows that a drill wrote to its source, one on each side of the instant to which it then restores. A drill
/// writes nothing else to its source.
package struct Marking: Hashable, Sendable, Codable {
    /// The table as the policy writes it.
    package var table: String
    /// The time in the row before the instant, as the database prints it.
    package var before: String
    /// A whole second by the server's clock that began after that row was committed.
    package var instant: Instant
    /// The latest restorable time that RDS reported just before the rows were written: the time to which a disaster at
    /// the instant would have been recovered.
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

/// The policy's marker table as observed by preflight.
package struct MarkerTableFacts: Hashable, Sendable, Codable {
    /// The table's properties in the catalog.
    package struct Found: Hashable, Sendable, Codable {
        /// The kind and persistence of the relation as in `pg_class`: `rp` for an ordinary logged table.
        package var form: String
        /// The columns sorted by name, such as `drill text, label text`.
        package var columns: String
        /// True when a drill's label can exist only once.
        package var hasKey: Bool
        /// True when triggers or rules would write more than the row.
        package var hasTriggers: Bool
        /// True when row-level security would hide rows from the login.
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

    /// The login that would write.
    package var login: String
    package var isReplica: Bool
    /// Nil when the table was not found.
    package var table: Found?
    /// Why the table could not be read.
    package var failure: String?

    package init(login: String, isReplica: Bool = false, table: Found?, failure: String? = nil) {
        self.login = login
        self.isReplica = isReplica
        self.table = table
        self.failure = failure
    }
}
