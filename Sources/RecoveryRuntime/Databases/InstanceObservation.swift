import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes database instances: bulk calls for the region, then details of those that the policy selects.
struct InstanceObservation: Sendable {
    let observer: Observer
    let region: Region
    let target: Target

    func observe(_ listed: Collected<[ListedInstance]>) async throws -> ObservedDatabases {
        let selectors = target.selectors.filter { $0.kind == .instance }
        guard !selectors.isEmpty else { return .none }
        let found: [(database: Database, forcesTLS: Bool)]
        do {
            found = try listed.get().compactMap { try $0.database() }.compactMap { database in
                let entries = selectors.filter { $0.matches(database) }
                return entries.isEmpty ? nil : (database, entries.contains { $0.policy.protection.forceTLS == true })
            }
        } catch let failure as CollectionFailure {
            return .unavailable(failure)
        } catch {
            return .unavailable(CollectionFailure(operation: "rds:DescribeDBInstances", reason: "\(error)"))
        }
        async let snapshots = observer.list(RDS.describeDBSnapshotsPages, .init()) {
            try $0.dbSnapshots.required("DBSnapshots").map(TakenSnapshot.init)
        }
        async let backups = observer.list(RDS.describeDBInstanceAutomatedBackupsPages, .init()) {
            try $0.dbInstanceAutomatedBackups.required("DBInstanceAutomatedBackups").filter { $0.status != "deleting" }
                .map { (id: $0.dbInstanceIdentifier, earliest: $0.restoreWindow?.earliestTime?.milliseconds) }
        }
        let elsewhere = Set(selectors.flatMap(\.policy.backups.copyTo)).subtracting([region])
        async let copies = CopyObservation(observer: observer, home: region).instances(in: elsewhere.sorted())
        let parameters = ParameterObservation(observer: observer, kind: .instance)
        async let forcing = parameters.forcing(found.filter(\.forcesTLS).map(\.database))

        let taken = try await snapshots
        let existing = Set((listed.value ?? []).compactMap(\.id))
        async let left = self.stranded(taken, besides: existing, selectors)
        let byInstance = taken.map { Dictionary(grouping: $0, by: \.database) }
        let earliest = try await backups.map { Dictionary($0.map { ($0.id, $0.earliest) }) { first, _ in first } }
        let (foundCopies, tls) = try await (copies, forcing)
        let databases = Collected.known(
            try await observer.each(found.map(\.database).sorted { $0.id < $1.id }) { described in
                var database = described
                database.copies = try await foundCopies.copies(of: database.id)
                database.earliestRestorableTime = earliest.map { times in
                    (times[database.id] ?? nil).map { Instant(milliseconds: $0) }
                }
                switch byInstance {
                case .unavailable(let failure): database.snapshots = .unavailable(failure)
                case .known(let all): database.snapshots = try await withSharing(all[database.id] ?? [])
                }
                if let forces = tls[database.id] { database.forcesTLS = forces }
                return database
            })
        return ObservedDatabases(
            databases: databases, stranded: try await left,
            strandedCopies: try await foundCopies.stranded(besides: existing, selectors))
    }

    private func withSharing(_ snapshots: [TakenSnapshot]) async throws -> Collected<[Database.Snapshot]> {
        var described: [Database.Snapshot] = []
        for taken in snapshots {
            switch taken.snapshot {
            case .unavailable(let failure): return .unavailable(failure)
            case .known(let snapshot): described.append(snapshot)
            }
        }
        described.sort { $0.id < $1.id }
        return .known(try await SnapshotSharing(observer: observer, kind: .instance).filled(described))
    }

    /// Those of databases that do not exist any more, with whom they are shared with.
    private func stranded(
        _ taken: Collected<[TakenSnapshot]>, besides existing: Set<String>, _ selectors: [DatabaseSelector]
    ) async throws -> Collected<[StrandedSnapshot]> {
        guard case .known(let all) = taken else { return taken.map { _ in [] } }
        let left = all.filter { snapshot in
            let database = snapshot.database ?? ""
            return snapshot.isManual && !existing.contains(database) && selectors.mean(database, snapshot.tags)
        }
        let sources = Dictionary(left.compactMap { taken in taken.snapshot.value.map { ($0.id, taken) } }) {
            first, _ in first
        }
        return try await withSharing(left).map { snapshots in
            snapshots.map { snapshot in
                StrandedSnapshot(
                    database: sources[snapshot.id]?.database ?? "", tags: sources[snapshot.id]?.tags ?? [:],
                    snapshot: snapshot)
            }
        }
    }
}

/// What is kept of a snapshot of an instance: an account has many, and RDS says much of each.
private struct TakenSnapshot: Sendable {
    var database: String?
    var isManual: Bool
    /// Of a manual one; those of others are not read.
    var tags: [String: String]
    var snapshot: Collected<Database.Snapshot>

    init(_ described: RDS.DBSnapshot) {
        database = described.dbInstanceIdentifier
        isManual = described.snapshotType == "manual"
        tags = isManual ? [String: String](rdsTags: described.tagList ?? []) : [:]
        do {
            snapshot = .known(try Database.Snapshot(described: described))
        } catch {
            snapshot = .unavailable(CollectionFailure(operation: "rds:DescribeDBSnapshots", reason: "\(error)"))
        }
    }
}
