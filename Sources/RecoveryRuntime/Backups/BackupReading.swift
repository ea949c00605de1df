import Digests
import PostgresTools
import RecoveryModel

/// The parts of one backup, read from its place and held to its manifest.
struct BackupReading: Sendable {
    let store: any BackupStore
    let backup: StoredBackup
    let manifest: BackupManifest

    /// - Throws: `BackupFailure` for a backup that cannot be believed.
    init(_ store: any BackupStore, _ backup: StoredBackup) throws {
        guard let signed = backup.manifest else {
            throw BackupFailure("\(store.place)/\(backup.name): \(backup.damage ?? "it has no manifest")")
        }
        self.store = store
        self.backup = backup
        manifest = signed.manifest
    }

    /// The bytes of a part. At the end they are compared with the manifest, and a program that reads them sees no end of
    /// its input when they are others.
    ///
    /// - Throws: `BackupFailure` when the part is missing.
    func source(_ part: BackupPart) async throws -> ProgramPipeline.Source {
        let place = "\(store.place)/\(backup.name)/\(part.name)"
        guard let object = try await store.open("\(backup.name)/\(part.name)") else {
            throw BackupFailure("\(place) is missing")
        }
        guard object.size == part.bytes else {
            throw BackupFailure(
                "\(place) has \(CountText.of(object.size, "byte")), and \(CountText.number(part.bytes)) in the manifest"
            )
        }
        let tally = Tally()
        return {
            if let piece = try await object.next() {
                await tally.add(piece)
                return piece
            }
            let (bytes, digest) = await tally.finish()
            guard bytes == part.bytes, digest == part.sha256 else {
                throw BackupFailure("\(place) was changed: its checksum is not that of the manifest")
            }
            return nil
        }
    }

    /// What each part is by now, as its place tells it; a missing one has no stamp.
    func stamps() async throws -> [String: String] {
        var stamps: [String: String] = [:]
        for part in manifest.parts {
            stamps[part.name] = try await store.open("\(backup.name)/\(part.name)")?.stamp
        }
        return stamps
    }

    /// The file with age's key; nil where age is not needed.
    ///
    /// - Throws: `BackupFailure` when it is needed and not given.
    func identity(_ given: String?) throws -> String? {
        guard manifest.encryption.method == .age else { return nil }
        guard let given, !given.isEmpty else {
            throw BackupFailure(
                "\(backup.name) is encrypted with age, and no key was given",
                hint: "give the file of the key with --identity, or set DRCTL_AGE_IDENTITY")
        }
        return given
    }
}

/// Bytes that go by, and their digest.
actor Tally {
    private let hash = StreamingSHA256()
    private var bytes = 0

    func add(_ piece: [UInt8]) {
        hash.update(piece)
        bytes += piece.count
    }

    func finish() -> (bytes: Int, digest: String) { (bytes, Hex.encode(hash.finish())) }
}
