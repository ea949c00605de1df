import RecoveryModel
import RecoveryReports

/// Results of backups outside RDS.
extension Samples {
    private func manifest() throws -> SignedManifest {
        var manifest = BackupManifest(
            name: "knowledge_base-20261129T020000Z-v42-3f9a\(mark)", database: "knowledge_base\(mark)",
            takenAt: Instant("2026-11-29T02:00:00Z")!,
            server: BackedUpServer(
                version: "15.18\(mark)", number: 150_018, encoding: "UTF8", collation: "C", characterType: "C",
                lsn: "0/3F48FC0\(mark)"),
            encryption: BackupEncryption(.age, ["age1x\(mark)"]))
        manifest.milliseconds = 5_400
        manifest.schemaVersion = "42\(mark)"
        manifest.databaseBytes = 1_457_520_640
        manifest.parts = [
            BackupPart(kind: .definitions, name: "definitions.dump.zst.age\(mark)", bytes: 1_767, sha256: "ab"),
            BackupPart(kind: .data, name: "data-1.dump.zst.age", bytes: 402_653_184, sha256: "cd"),
        ]
        manifest.tables = [TableCount(schema: "public", table: "entries\(mark)", rows: 120_000)]
        return try SignedManifest(manifest) { _ in .init(key: "a8634d9e0c9a94f5\(self.mark)", value: "") }
    }

    /// By name.
    func backups() throws -> [(name: String, result: any Renderable)] {
        let signed = try manifest()
        let place = "s3://kb-backups/local\(mark)"
        var good = StoredBackup(name: signed.manifest.name, manifest: signed, damage: nil, objects: [])
        good.isHeld = true
        good.verifications = [
            BackupVerification(
                backup: good.name, digest: signed.digest, at: Instant("2026-11-29T03:00:00Z")!, depth: .restore,
                stamps: [:], milliseconds: 9)
        ]
        let bad = StoredBackup(
            name: "knowledge_base-20261128T020000Z-v42-0001\(mark)", manifest: nil,
            damage: "the manifest cannot be read: it is damaged or not a manifest\(mark)", objects: [])
        let listing = BackupListing(place: place, backups: [bad, good], unfinished: ["kb-unfinished\(mark)"])
        var restored = RestoreResult(backup: good.name, place: place, database: "knowledge_base\(mark)")
        restored.replaced = "knowledge_base_replaced_20261129t040000\(mark)"
        (restored.tables, restored.rows, restored.milliseconds) = (1, 120_000, 12_400)
        restored.remarks = ["owners and privileges were left out\(mark)"]
        var verified = BackupCheckup(name: good.name, depth: .restore)
        verified.remarks = ["notes.txt\(mark) is not part of the backup"]
        verified.milliseconds = 9_400
        verified.checks = [
            CheckResult(
                name: "entries\(mark)", origin: .policy, query: "select count(*) from entries", queryDigest: "ab",
                expected: "120000", got: "120000", milliseconds: 3, verdict: .passed)
        ]
        var damaged = BackupCheckup(name: bad.name, depth: .archive)
        damaged.problems = ["data-1.dump.zst.age was changed: its checksum is not that of the manifest\(mark)"]
        var stuck = BackupCheckup(name: good.name, depth: .restore)
        stuck.leftover = "drctl_scratch_20261129t040000_2a"
        stuck.remarks = ["database drctl_scratch_20261129t040000_2a was not dropped\(mark)"]
        var unchanged = BackupCheckup(name: "knowledge_base-20261127T020000Z-v42-0002", depth: .archive)
        unchanged.since = Instant("2026-11-28T03:00:00Z")
        let plan = PrunePlan(
            place: place, kept: [.init(name: good.name, reasons: ["one of the newest", "day 2026-11-29"])],
            removed: [bad.name], leftovers: ["kb-unfinished\(mark)"])
        var pruned = plan
        pruned.isDone = true
        pruned.failures = ["\(bad.name): AccessDenied\(mark)"]
        return [
            ("backup", BackupResult(place: place, stored: signed, remarks: ["without passwords\(mark)"])),
            ("backup-list", listing), ("backup-list-empty", BackupListing(place: place, backups: [], unfinished: [])),
            ("backup-restore", restored),
            ("backup-verification", BackupCheckups(place: place, checkups: [verified, damaged, stuck, unchanged])),
            ("backup-prune", plan), ("backup-pruned", pruned),
        ]
    }
}
