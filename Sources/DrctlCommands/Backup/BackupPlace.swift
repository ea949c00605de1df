import AWSCore
import Files
import PostgresTools
import RecoveryModel
import RecoveryRuntime

/// What a verb of backups works with.
struct BackupAccess: Sendable {
    let store: any BackupStore
    /// Nil where nothing is at AWS.
    let client: AWSClient?
}

extension CommandContext {
    /// Opens the place of backups, with a session where the place or the verb needs AWS.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    func withBackups<Value: Sendable>(
        _ named: String?, option: String, kms: String? = nil, needsAWS: Bool = false,
        _ body: @Sendable (BackupAccess) async throws -> Value
    ) async throws -> Value {
        guard let place = named ?? environment["DRCTL_BACKUPS"], !place.isEmpty else {
            throw CommandFailure(
                .usage, "no place for backups was named",
                hint: "give \(option) FOLDER|s3://BUCKET/PREFIX, or set DRCTL_BACKUPS")
        }
        let isBucket = place.hasPrefix("s3://")
        guard isBucket || needsAWS else {
            return try await body(BackupAccess(store: FolderBackupStore(place), client: nil))
        }
        return try await withSession(region: options.region) { session in
            let client = patient(session.client)
            guard isBucket else {
                return try await body(BackupAccess(store: FolderBackupStore(place), client: client))
            }
            guard let store = BucketBackupStore(url: place, client: client, key: kms) else {
                throw CommandFailure(.usage, "\(place) names no bucket", hint: "write it as s3://BUCKET/PREFIX")
            }
            return try await body(BackupAccess(store: store, client: client))
        }
    }

    /// The programs that make and open backups.
    ///
    /// - Throws: `CommandFailure`.
    func backupPrograms() throws -> BackupPrograms {
        do {
            return try BackupPrograms.locate(environment: environment)
        } catch {
            throw CommandFailure(
                .failed, "\(error)",
                hint: "install postgresql-client, zstd and age; DRCTL_PG_BIN names the folder of PostgreSQL's programs")
        }
    }

    /// The program of stanzas, or that it is not installed.
    func pgBackRest() -> Collected<PgBackRest> {
        do {
            return .known(try PgBackRest.locate(environment: environment))
        } catch {
            return .unavailable(CollectionFailure(operation: "pgbackrest info", reason: "\(error)"))
        }
    }

    /// Shows how far a backup is.
    func tellBackup(_ progress: BackupProgress, expected: Int? = nil) {
        switch progress {
        case .stored(let bytes, let elapsed):
            let usual = expected.map { " (usually \(ElapsedText.of(milliseconds: $0)))" } ?? ""
            console.live("  \(ByteCount(bytes: bytes).shown) stored, \(ElapsedText.of(milliseconds: elapsed))\(usual)")
        case .notice(let text): console.say("  \(text)")
        }
    }

    /// The keys that manifests must be signed by.
    ///
    /// - Throws: `CommandFailure`.
    func backupTrust(_ options: BackupSourceOptions) throws -> EvidenceTrust {
        EvidenceTrust.keys(try publicKeys(EvidenceSource(publicKeys: options.publicKey)))
    }

    /// age's key; nil when none is named.
    func identity(_ options: IdentityOptions) -> String? {
        (options.identity ?? environment["DRCTL_AGE_IDENTITY"]).flatMap { $0.isEmpty ? nil : $0 }
    }
}
