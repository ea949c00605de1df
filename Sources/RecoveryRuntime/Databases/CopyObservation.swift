import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes what other regions hold of the policy's databases: bulk calls for each region.
struct CopyObservation: Sendable {
    let observer: Observer
    /// The databases' own.
    let home: Region

    /// Of instances: copied snapshots and replicated automated backups.
    func instances(in regions: [Region]) async throws -> FoundCopies {
        try await each(.instance, regions) { other in
            let home = home
            async let snapshots = other.list(RDS.describeDBSnapshotsPages, .init()) { page in
                try page.dbSnapshots.required("DBSnapshots").filter { $0.sourceRegion == home.rawValue }
                    .compactMap(FoundCopies.Copy.init)
            }
            async let backups = other.list(RDS.describeDBInstanceAutomatedBackupsPages, .init()) { page in
                try page.dbInstanceAutomatedBackups.required("DBInstanceAutomatedBackups")
                    .filter { Self.region(of: $0.dbInstanceArn) == home }.compactMap(FoundCopies.Copy.init)
            }
            let both = try await (snapshots, backups)
            return both.0.flatMap { snapshots in both.1.map { snapshots + $0 } }
        }
    }

    /// Of clusters: copied snapshots. RDS does not say how old their data is; the originals do, while they exist.
    func clusters(in regions: [Region], originals: [RDS.DBClusterSnapshot]) async throws -> FoundCopies {
        try await each(.cluster, regions) { other in
            try await other.list(RDS.describeDBClusterSnapshotsPages, .init()) { page in
                let copied = try page.dbClusterSnapshots.required("DBClusterSnapshots").filter {
                    Self.region(of: $0.sourceDBClusterSnapshotArn) == home
                }
                let sources = Dictionary(copied.map { ($0.dbClusterSnapshotIdentifier, $0) }) { first, _ in first }
                return try Database.Snapshot.list(described: copied, originals: originals).compactMap {
                    snapshot -> FoundCopies.Copy? in
                    guard let source = sources[snapshot.id], let database = source.dbClusterIdentifier else {
                        return nil
                    }
                    return FoundCopies.Copy(
                        database: database, tags: [String: String](rdsTags: source.tagList ?? []),
                        content: .snapshot(snapshot))
                }
            }
        }
    }

    private func each(
        _ kind: DatabaseKind, _ regions: [Region],
        _ look: @escaping @Sendable (Observer) async throws -> Collected<[FoundCopies.Copy]>
    ) async throws -> FoundCopies {
        let found = try await concurrentMap(regions) { region in
            try await look(observer.elsewhere(region)).map { Dictionary(grouping: $0, by: \.database) }
        }
        return FoundCopies(
            observer: observer, kind: kind, byRegion: Dictionary(uniqueKeysWithValues: zip(regions, found)))
    }

    private static func region(of arn: String?) -> Region? { arn.flatMap { ARN($0) }.map { Region($0.region) } }
}
