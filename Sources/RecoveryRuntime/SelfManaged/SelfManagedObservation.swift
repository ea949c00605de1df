import AWSCore
import FoundationEssentials
import PostgresTools
import RecoveryEngine
import RecoveryModel

extension Observation {
    /// What the places of backups show of databases outside RDS: manifests and verifications, or pgBackRest's list, and never
    /// the data.
    static let selfManaged = Observation(kinds: [.selfManaged]) { place in
        var states: [String: SelfManagedState] = [:]
        for entry in place.target.selfManaged {
            states[entry.database] =
                if let policy = entry.pgBackRest {
                    SelfManagedState(database: entry.database, stanza: try await place.stanza(policy))
                } else {
                    SelfManagedState(database: entry.database, backups: try await place.backups(of: entry))
                }
        }
        let found = states
        return { $0.selfManaged = found }
    }
}

extension Observation.Place {
    /// What pgBackRest says of a stanza; nil when there is none.
    fileprivate func stanza(_ policy: SelfManagedPolicy.PgBackRest) async throws -> Collected<BackRestStanza?> {
        switch pgBackRest {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let program):
            do {
                return .known(try await StanzaReader(program).stanza(PgBackRest.Stanza(policy)))
            } catch let failure as CollectionFailure {
                return .unavailable(failure)
            }
        }
    }

    /// The backups of one database; nil when their place does not exist.
    fileprivate func backups(of entry: SelfManagedPolicy) async throws -> Collected<[StoredBackup]?> {
        let to = entry.backups?.to ?? ""
        let store: any BackupStore
        if to.hasPrefix("s3://") {
            if let denied = observer.denied, ["s3:ListObjectsV2", "s3:GetObject"].contains(denied) {
                return .unavailable(CollectionFailure(operation: denied, reason: "it was not asked"))
            }
            guard let bucket = BucketBackupStore(url: to, client: observer.client, key: nil) else {
                return .unavailable(CollectionFailure(operation: "backups in \(to)", reason: "it names no bucket"))
            }
            store = bucket
        } else {
            store = FolderBackupStore(to)
        }
        do {
            let listing = try await BackupCatalogue(store, trust: trust).listing()
            if listing.backups.isEmpty, !to.hasPrefix("s3://"), !FileManager.default.fileExists(atPath: to) {
                return .known(nil)
            }
            return .known(
                listing.backups(of: entry.database, named: BackupNaming.beginning(of: entry.database)))
        } catch let error as CancellationError {
            throw error
        } catch let error as ClientError where error.code == "NoSuchBucket" {
            return .known(nil)
        } catch let error as ClientError {
            return .unavailable(CollectionFailure(operation: error.operation, reason: error.reason))
        } catch {
            return .unavailable(CollectionFailure(operation: "backups in \(to)", reason: "\(error)"))
        }
    }
}
