import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// What other regions hold of databases, by region and by the id of the database; with whom a copy is shared is asked for
/// those that are meant only.
struct FoundCopies: Sendable {
    struct Copy: Sendable {
        enum Content: Sendable {
            case snapshot(Database.Snapshot)
            /// A replicated automated backup, which nobody shares.
            case backup(Database.Copy)
        }

        var database: String
        var tags: [String: String]
        var content: Content

        fileprivate var snapshot: Database.Snapshot? {
            if case .snapshot(let snapshot) = content { snapshot } else { nil }
        }

        fileprivate var backup: Database.Copy? { if case .backup(let backup) = content { backup } else { nil } }
    }

    let observer: Observer
    let kind: DatabaseKind
    let byRegion: [Region: Collected<[String: [Copy]]>]

    /// Those of one database, by region.
    func copies(of database: String) async throws -> [Region: Collected<[Database.Copy]>] {
        try await each { region, found in
            let own = found[database] ?? []
            let snapshots = try await sharing(in: region).filled(own.compactMap(\.snapshot))
            return (snapshots.map { Database.Copy($0) } + own.compactMap(\.backup)).sorted { $0.id < $1.id }
        }
    }

    /// Manual snapshots of databases that do not exist any more and that the policy means, by region.
    func stranded(
        besides existing: Set<String>, _ selectors: [DatabaseSelector]
    ) async throws -> [Region: Collected<[StrandedSnapshot]>] {
        try await each { region, found in
            let left = found.values.joined().filter { copy in
                copy.snapshot?.kind == .manual && !existing.contains(copy.database)
                    && selectors.mean(copy.database, copy.tags)
            }
            let sources = Dictionary(left.map { ($0.snapshot?.id ?? "", $0) }) { first, _ in first }
            let snapshots = left.compactMap(\.snapshot).sorted { $0.id < $1.id }
            return try await sharing(in: region).filled(snapshots).map { snapshot in
                StrandedSnapshot(
                    database: sources[snapshot.id]?.database ?? "", tags: sources[snapshot.id]?.tags ?? [:],
                    snapshot: snapshot, region: region)
            }
        }
    }

    private func sharing(in region: Region) -> SnapshotSharing {
        SnapshotSharing(observer: observer.elsewhere(region), kind: kind)
    }

    private func each<Value: Sendable>(
        _ read: @escaping @Sendable (Region, [String: [Copy]]) async throws -> [Value]
    ) async throws -> [Region: Collected<[Value]>] {
        let regions = byRegion.sorted { $0.key < $1.key }
        let values = try await concurrentMap(regions) { region, found -> Collected<[Value]> in
            switch found {
            case .unavailable(let failure): .unavailable(failure)
            case .known(let copies): .known(try await read(region, copies))
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(regions.map(\.key), values))
    }
}

extension FoundCopies.Copy {
    /// A copied snapshot of an instance; nil when RDS does not say of which.
    ///
    /// - Throws: `MissingMember` without an identifier.
    init?(_ snapshot: RDS.DBSnapshot) throws {
        guard let database = snapshot.dbInstanceIdentifier else { return nil }
        self.init(
            database: database, tags: [String: String](rdsTags: snapshot.tagList ?? []),
            content: .snapshot(try Database.Snapshot(described: snapshot)))
    }

    /// A replicated automated backup says where its instance is, not where itself is kept.
    init?(_ backup: RDS.DBInstanceAutomatedBackup) {
        guard let database = backup.dbInstanceIdentifier else { return nil }
        let operation = "rds:DescribeDBInstanceAutomatedBackups"
        let encrypted = backup.encrypted.collected("Encrypted", of: operation)
        self.init(
            database: database, tags: [:],
            content: .backup(
                .init(
                    id: backup.dbInstanceAutomatedBackupsArn ?? "automated backup",
                    restorableTo: backup.restoreWindow?.latestTime.map { Instant(milliseconds: $0.milliseconds) },
                    isAgeless: false, encrypted: encrypted,
                    encryptionKey: encrypted.key(backup.kmsKeyId, of: operation), sharedWith: .known([]))))
    }
}
