/// What the place of its backups shows of one PostgreSQL outside RDS.
package struct SelfManagedState: Sendable, Equatable {
    /// As the policy names it.
    package var database: String
    /// The database's backups, oldest first; nil when the place does not exist.
    package var backups: Collected<[StoredBackup]?> = .unavailable(.notCollected("backups"))
    /// What pgBackRest says of its stanza; nil when there is none.
    package var stanza: Collected<BackRestStanza?> = .unavailable(.notCollected("pgbackrest info"))

    package init(database: String, backups: Collected<[StoredBackup]?>) {
        self.database = database
        self.backups = backups
    }

    package init(database: String, stanza: Collected<BackRestStanza?>) {
        self.database = database
        self.stanza = stanza
    }
}

extension BackupListing {
    /// The backups of one database. Those whose manifest cannot be believed belong to the database that their name says.
    ///
    /// - Parameter beginning: What the names of its backups begin with.
    package func backups(of database: String, named beginning: String) -> [StoredBackup] {
        backups.filter { backup in
            guard let manifest = backup.manifest?.manifest else { return backup.name.hasPrefix(beginning) }
            return manifest.database == database
        }
    }
}
