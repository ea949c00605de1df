import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes clusters: bulk calls for the region, then who may restore the manual snapshots.
struct ClusterObservation: Sendable {
    let observer: Observer
    let region: Region
    let target: Target

    func observe(
        _ listed: Collected<[RDS.DBCluster]>, members: Collected<[ListedInstance]>
    ) async throws -> ObservedDatabases {
        let selectors = target.selectors.filter { $0.kind == .cluster }
        guard !selectors.isEmpty else { return .none }
        let found: [(database: Database, forcesTLS: Bool)]
        do {
            found = try listed.get().compactMap { described in
                let database = try Database(described: described, members: members)
                let entries = selectors.filter { $0.matches(database) }
                return entries.isEmpty ? nil : (database, entries.contains { $0.policy.protection.forceTLS == true })
            }
        } catch let failure as CollectionFailure {
            return .unavailable(failure)
        } catch {
            return .unavailable(CollectionFailure(operation: "rds:DescribeDBClusters", reason: "\(error)"))
        }
        async let snapshots = observer.list(RDS.describeDBClusterSnapshotsPages, .init()) {
            try $0.dbClusterSnapshots.required("DBClusterSnapshots")
        }
        let elsewhere = Set(selectors.flatMap(\.policy.backups.copyTo)).subtracting([region])
        let parameters = ParameterObservation(observer: observer, kind: .cluster)
        async let forcing = parameters.forcing(found.filter(\.forcesTLS).map(\.database))
        let taken = try await snapshots
        let existing = Set((listed.value ?? []).compactMap(\.dbClusterIdentifier))
        async let left = self.stranded(taken, besides: existing, selectors)
        async let copies = CopyObservation(observer: observer, home: region).clusters(
            in: elsewhere.sorted(), originals: taken.value ?? [])
        let (foundCopies, tls) = try await (copies, forcing)
        let databases = Collected.known(
            try await observer.each(found.map(\.database).sorted { $0.id < $1.id }) { described in
                var database = described
                database.copies = try await foundCopies.copies(of: database.id)
                switch taken {
                case .unavailable(let failure): database.snapshots = .unavailable(failure)
                case .known(let all):
                    database.snapshots = try await withSharing(
                        all.filter { $0.dbClusterIdentifier == database.id }, originals: all)
                }
                if let forces = tls[database.id] { database.forcesTLS = forces }
                return database
            })
        return ObservedDatabases(
            databases: databases, stranded: try await left,
            strandedCopies: try await foundCopies.stranded(besides: existing, selectors))
    }

    private func withSharing(
        _ snapshots: [RDS.DBClusterSnapshot], originals: [RDS.DBClusterSnapshot]
    ) async throws -> Collected<[Database.Snapshot]> {
        let described: [Database.Snapshot]
        do {
            described = try Database.Snapshot.list(described: snapshots, originals: originals)
        } catch {
            return .unavailable(CollectionFailure(operation: "rds:DescribeDBClusterSnapshots", reason: "\(error)"))
        }
        return .known(try await SnapshotSharing(observer: observer, kind: .cluster).filled(described))
    }

    /// Those of clusters that do not exist any more, with whom they are shared with.
    private func stranded(
        _ taken: Collected<[RDS.DBClusterSnapshot]>, besides existing: Set<String>, _ selectors: [DatabaseSelector]
    ) async throws -> Collected<[StrandedSnapshot]> {
        guard case .known(let all) = taken else { return taken.map { _ in [] } }
        let left = all.filter { snapshot in
            let database = snapshot.dbClusterIdentifier ?? ""
            return snapshot.snapshotType == "manual" && !existing.contains(database)
                && selectors.mean(database, [String: String](rdsTags: snapshot.tagList ?? []))
        }
        let tags = Dictionary(left.map { ($0.dbClusterSnapshotIdentifier ?? "", $0) }) { first, _ in first }
        return try await withSharing(left, originals: all).map { snapshots in
            snapshots.map { snapshot in
                StrandedSnapshot(
                    database: tags[snapshot.id]?.dbClusterIdentifier ?? "",
                    tags: [String: String](rdsTags: tags[snapshot.id]?.tagList ?? []), snapshot: snapshot)
            }
        }
    }
}
