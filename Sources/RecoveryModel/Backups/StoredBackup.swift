/// A backup as its place has it.
package struct StoredBackup: Hashable, Sendable {
    package var name: String
    /// Nil where the manifest cannot be believed.
    package var manifest: SignedManifest?
    /// Why not; nil where it can.
    package var damage: String?
    /// Verifications of this manifest, oldest first.
    package var verifications: [BackupVerification]
    /// Whether somebody has put a file named `hold` beside it.
    package var isHeld: Bool
    /// Its objects, sorted.
    package var objects: [String]

    package init(name: String, manifest: SignedManifest?, damage: String?, objects: [String]) {
        self.name = name
        self.manifest = manifest
        self.damage = damage
        self.objects = objects
        verifications = []
        isHeld = false
    }

    /// The object whose presence holds a backup.
    package static let holdName = "hold"
}

/// Everything that a place has.
package struct BackupListing: Hashable, Sendable {
    package var place: String
    /// Oldest first; those without a believable manifest before all others.
    package var backups: [StoredBackup]
    /// Folders without a manifest: a backup that is being made, or one whose process was killed.
    package var unfinished: [String]

    package init(place: String, backups: [StoredBackup], unfinished: [String]) {
        self.place = place
        self.backups = backups
        self.unfinished = unfinished
    }
}

/// What `drctl backup create` has made.
package struct BackupResult: Hashable, Sendable {
    package var place: String
    package var stored: SignedManifest
    /// What a reader should know though nothing failed.
    package var remarks: [String]

    package init(place: String, stored: SignedManifest, remarks: [String]) {
        self.place = place
        self.stored = stored
        self.remarks = remarks
    }
}

/// What `drctl backup restore` has done.
package struct RestoreResult: Hashable, Sendable {
    package var backup: String
    /// Where it was read.
    package var place: String
    /// The database that has the data now.
    package var database: String
    /// What the database that it took the place of is called now; nil where there was none.
    package var replaced: String?
    package var tables: Int
    package var rows: Int
    package var schemaVersion: String?
    package var remarks: [String]
    package var milliseconds: Int

    package init(backup: String, place: String, database: String) {
        self.backup = backup
        self.place = place
        self.database = database
        tables = 0
        rows = 0
        remarks = []
        milliseconds = 0
    }
}
