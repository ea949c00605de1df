import FoundationEssentials
import RecoveryEngine
package import RecoveryModel

/// The backups of a place, as they are there now.
package struct BackupCatalogue: Sendable {
    private let store: any BackupStore
    private let trust: EvidenceTrust

    /// - Parameter trust: The keys that manifests must be signed with; without any, signatures are not checked.
    package init(_ store: any BackupStore, trust: EvidenceTrust) {
        self.store = store
        self.trust = trust
    }

    /// All of them, with what was verified.
    package func listing() async throws -> BackupListing {
        var folders: [String: [String]] = [:]
        for name in try await store.names() {
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            // What stands beside the backups is somebody else's.
            guard parts.count == 2 else { continue }
            folders[String(parts[0]), default: []].append(String(parts[1]))
        }
        let complete = folders.filter { $0.value.contains(BackupManifest.fileName) }.sorted { $0.key < $1.key }
        var backups = try await concurrentMap(complete) { try await backup($0.key, $0.value.sorted()) }
        let unfinished = folders.filter { folder in
            !folder.value.contains(BackupManifest.fileName) && folder.value.contains { $0.contains(".zst") }
        }.keys.sorted()
        backups.sort { ($0.time, $0.name) < ($1.time, $1.name) }
        return BackupListing(place: store.place, backups: backups, unfinished: unfinished)
    }

    /// The backup of a name, or the newest of a database; every other one is only named.
    ///
    /// - Throws: `BackupFailure` when there is none, or it cannot be believed.
    package func find(_ wanted: String?, of database: String?) async throws -> StoredBackup {
        let listing = try await listing()
        if let wanted {
            guard let found = listing.backups.first(where: { $0.name == wanted }) else {
                let near = Spelling.nearest(to: wanted, in: listing.backups.map(\.name))
                throw BackupFailure(
                    "backup \(wanted) not found in \(store.place)", hint: near.map { "did you mean `\($0)`?" })
            }
            return try believed(found)
        }
        let candidates = listing.backups.filter { backup in
            database == nil || backup.manifest == nil || backup.manifest?.manifest.database == database
        }
        let databases = Set(candidates.compactMap { $0.manifest?.manifest.database }).sorted()
        guard databases.count < 2 else {
            throw BackupFailure(
                "\(store.place) has backups of \(CountText.list(databases))", hint: "choose one with --database NAME")
        }
        // The newest one that is damaged is named, and not passed over in silence for an older one.
        guard let newest = candidates.max(by: { ($0.time, $0.name) < ($1.time, $1.name) }) else {
            throw BackupFailure("no backup found in \(store.place)", hint: "make one with `drctl backup create`")
        }
        let beginning = BackupNaming.beginning(of: newest.manifest?.manifest.database ?? "")
        let newer = candidates.filter {
            $0.manifest == nil && $0.name.hasPrefix(beginning) && $0.name > newest.name
        }
        if let damaged = newer.last { return try believed(damaged) }
        return try believed(newest)
    }

    private func believed(_ backup: StoredBackup) throws -> StoredBackup {
        if let damage = backup.damage {
            throw BackupFailure("\(store.place)/\(backup.name): \(damage)", hint: "choose another: `drctl backup list`")
        }
        return backup
    }

    private func backup(_ name: String, _ objects: [String]) async throws -> StoredBackup {
        let bytes = try await store.read("\(name)/\(BackupManifest.fileName)") ?? []
        let signed: SignedManifest
        do throws(SignedManifest.Damage) {
            signed = try SignedManifest(bytes: bytes)
        } catch {
            return StoredBackup(name: name, manifest: nil, damage: "\(error)", objects: objects)
        }
        if let doubt = signed.doubt(by: trust) ?? misplaced(signed, in: name) ?? lost(signed, objects) {
            return StoredBackup(name: name, manifest: nil, damage: doubt, objects: objects)
        }
        var backup = StoredBackup(name: name, manifest: signed, damage: nil, objects: objects)
        backup.isHeld = objects.contains(StoredBackup.holdName)
        for object in objects where object.hasPrefix(BackupVerification.filePrefix) {
            guard let bytes = try await store.read("\(name)/\(object)"),
                let read = try? JSONDecoder().decode(BackupVerification.self, from: Data(bytes)),
                read.backup == name, read.digest == signed.digest
            else { continue }
            backup.verifications.append(read)
        }
        backup.verifications.sort { $0.at < $1.at }
        return backup
    }

    /// A manifest of another backup in this one's place.
    private func misplaced(_ signed: SignedManifest, in name: String) -> String? {
        guard signed.manifest.name != name else { return nil }
        return "the manifest is that of \(signed.manifest.name)"
    }

    /// A manifest that has survived its backup: nothing can be restored from it.
    private func lost(_ signed: SignedManifest, _ objects: [String]) -> String? {
        let there = Set(objects)
        return signed.manifest.parts.map(\.name).first { !there.contains($0) }.map { "\($0) is missing" }
    }
}

extension StoredBackup {
    /// Nothing is known of those that cannot be believed: they come first.
    fileprivate var time: Instant { manifest?.manifest.takenAt ?? Instant(milliseconds: Int.min / 2) }
}
