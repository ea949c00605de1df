import RecoveryModel

/// Backups of a place that nobody has.
enum BackupSamples {
    static func manifest(_ name: String = "kb", at time: String = "2026-11-29T02:00:00Z") -> BackupManifest {
        var manifest = BackupManifest(
            name: name, database: "kb", takenAt: Instant(time)!,
            server: BackedUpServer(
                version: "15.18", number: 150_018, encoding: "UTF8", collation: "C", characterType: "C"),
            encryption: BackupEncryption(.age, ["age1x"]))
        manifest.tools = ["pg_dump": "15.18", "zstd": "1.5.4"]
        manifest.parts = [BackupPart(kind: .data, name: "data-1.dump.zst.age", bytes: 3, sha256: "ab")]
        manifest.tables = [TableCount(schema: "public", table: "entries", rows: 12)]
        return manifest
    }

    static func stored(
        _ name: String, at time: String, database: String = "kb", verified: BackupVerification.Depth? = nil
    ) throws -> StoredBackup {
        var manifest = manifest(name, at: time)
        manifest.database = database
        let signed = try SignedManifest(manifest, sign: nil)
        var backup = StoredBackup(name: name, manifest: signed, damage: nil, objects: ["manifest.json"])
        if let verified {
            backup.verifications = [
                BackupVerification(
                    backup: name, digest: signed.digest, at: Instant(time)!, depth: verified, stamps: [:],
                    milliseconds: 1)
            ]
        }
        return backup
    }

    static func listing(_ backups: [StoredBackup]) -> BackupListing {
        BackupListing(place: "backups", backups: backups, unfinished: [])
    }

    /// One a day, from a day on; named by its date.
    static func daily(_ count: Int, from first: String) throws -> [StoredBackup] {
        let day = CalendarDay(first)!
        return try (0..<count).map { offset in
            let date = day.adding(days: offset).description
            return try stored(date, at: "\(date)T02:00:00Z")
        }
    }
}
