import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes what other regions hold of the policy's databases: bulk calls for each region.
struct CopyObservation: Sendable {
    /// The copies in a region, by the id of the database that they are of.
    typealias Copies = Collected<[String: [Database.Copy]]>

    let observer: Observer
    /// The databases' own.
    let home: Region

    /// Of instances: copied snapshots and replicated automated backups.
    func instances(in regions: [Region]) async throws -> [Region: Copies] {
        try await each(regions) { other in
            let home = home
            async let snapshots = other.list(RDS.describeDBSnapshotsPages, .init()) { page in
                try page.dbSnapshots.required("DBSnapshots").filter { $0.sourceRegion == home.rawValue }
                    .compactMap(Self.copy)
            }
            async let backups = other.list(RDS.describeDBInstanceAutomatedBackupsPages, .init()) { page in
                try page.dbInstanceAutomatedBackups.required("DBInstanceAutomatedBackups")
                    .filter { Self.region(of: $0.dbInstanceArn) == home }.compactMap(Self.copy)
            }
            let both = try await (snapshots, backups)
            return both.0.flatMap { snapshots in both.1.map { snapshots + $0 } }
        }
    }

    /// Of clusters: copied snapshots. RDS does not say how old their data is; the originals do, while they exist.
    func clusters(in regions: [Region], originals: [RDS.DBClusterSnapshot]) async throws -> [Region: Copies] {
        try await each(regions) { other in
            try await other.list(RDS.describeDBClusterSnapshotsPages, .init()) { page in
                let copied = try page.dbClusterSnapshots.required("DBClusterSnapshots").filter {
                    Self.region(of: $0.sourceDBClusterSnapshotArn) == home
                }
                return try Database.Snapshot.list(described: copied, originals: originals).compactMap { snapshot in
                    let of = copied.first { $0.dbClusterSnapshotIdentifier == snapshot.id }?.dbClusterIdentifier
                    let isUsable = snapshot.status == "available"
                    return of.map { database in
                        Entry(
                            database: database,
                            copy: .init(
                                id: snapshot.id, restorableTo: isUsable ? snapshot.createdAt : nil,
                                isAgeless: isUsable && snapshot.createdAt == nil))
                    }
                }
            }
        }
    }

    private struct Entry: Sendable {
        var database: String
        var copy: Database.Copy
    }

    private func each(
        _ regions: [Region], _ look: @escaping @Sendable (Observer) async throws -> Collected<[Entry]>
    ) async throws -> [Region: Copies] {
        let found = try await concurrentMap(regions) { region in
            try await look(Observer(client: observer.client.with { $0.region = region })).map { entries in
                Dictionary(grouping: entries, by: \.database).mapValues { $0.map(\.copy).sorted { $0.id < $1.id } }
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(regions, found))
    }

    private static func region(of arn: String?) -> Region? { arn.flatMap { ARN($0) }.map { Region($0.region) } }

    private static func copy(_ snapshot: RDS.DBSnapshot) throws -> Entry? {
        guard let database = snapshot.dbInstanceIdentifier else { return nil }
        let seen = try Database.Snapshot(described: snapshot)
        return Entry(
            database: database,
            copy: .init(id: seen.id, restorableTo: seen.status == "available" ? seen.createdAt : nil))
    }

    /// A replicated automated backup says where its instance is, not where itself is kept.
    private static func copy(_ backup: RDS.DBInstanceAutomatedBackup) -> Entry? {
        guard let database = backup.dbInstanceIdentifier else { return nil }
        return Entry(
            database: database,
            copy: .init(
                id: backup.dbInstanceAutomatedBackupsArn ?? "automated backup",
                restorableTo: backup.restoreWindow?.latestTime.map { Instant(milliseconds: $0.milliseconds) }))
    }
}
