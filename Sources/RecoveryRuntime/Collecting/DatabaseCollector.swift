import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes database instances: three bulk calls for the region, then details of those that the policy selects.
struct DatabaseCollector: Sendable {
    let observer: Observer
    let region: Region

    func collect(for policy: RecoveryPolicy) async throws -> Collected<[DatabaseInstance]> {
        guard !policy.databases.isEmpty else { return .known([]) }
        async let instances = observer.list(RDS.describeDBInstancesPages, .init()) { page in
            try (page.dbInstances ?? []).map(DatabaseInstance.init(described:))
        }
        async let snapshots = observer.list(RDS.describeDBSnapshotsPages, .init()) { $0.dbSnapshots ?? [] }
        async let backups = observer.list(RDS.describeDBInstanceAutomatedBackupsPages, .init()) {
            $0.dbInstanceAutomatedBackups ?? []
        }
        let elsewhere = Set(policy.databases.flatMap(\.backups.copyTo)).subtracting([region])
        async let copies = CopyCollector(observer: observer, home: region).collect(in: Array(elsewhere))
        let (listed, allSnapshots, allBackups, allCopies) = try await (instances, snapshots, backups, copies)
        guard case .known(let found) = listed else { return listed }

        return .known(
            try await withThrowingTaskGroup(of: DatabaseInstance.self) { group in
                for instance in found {
                    guard let selecting = policy.databases.first(where: { $0.select.matches(instance) }) else {
                        continue
                    }
                    group.addTask {
                        var instance = instance
                        instance.copies = allCopies.mapValues { $0.map { $0[instance.id] ?? [] } }
                        return try await detailed(
                            instance, under: selecting, snapshots: allSnapshots, backups: allBackups)
                    }
                }
                var instances: [DatabaseInstance] = []
                for try await instance in group { instances.append(instance) }
                return instances.sorted { $0.id < $1.id }
            })
    }

    private func detailed(
        _ instance: DatabaseInstance, under policy: DatabasePolicy, snapshots: Collected<[RDS.DBSnapshot]>,
        backups: Collected<[RDS.DBInstanceAutomatedBackup]>
    ) async throws -> DatabaseInstance {
        var instance = instance
        instance.earliestRestorableTime = backups.map { backups in
            backups.first { $0.dbInstanceIdentifier == instance.id && $0.status != "deleting" }?
                .restoreWindow?.earliestTime.map { Instant(milliseconds: $0.milliseconds) }
        }
        switch snapshots {
        case .unavailable(let failure): instance.snapshots = .unavailable(failure)
        case .known(let all):
            let own = all.filter { $0.dbInstanceIdentifier == instance.id }
            instance.snapshots = .known(try await withSharing(own))
        }
        if policy.protection.forceTLS == true { instance.forceTLS = try await forceTLS(instance.parameterGroup) }
        return instance
    }

    private func withSharing(_ snapshots: [RDS.DBSnapshot]) async throws -> [DatabaseInstance.Snapshot] {
        try await withThrowingTaskGroup(of: DatabaseInstance.Snapshot?.self) { group in
            for snapshot in snapshots {
                group.addTask {
                    guard var seen = DatabaseInstance.Snapshot(described: snapshot) else { return nil }
                    // Only manual snapshots can be shared.
                    if seen.kind == .manual { seen.sharedWith = try await sharing(seen.id) }
                    return seen
                }
            }
            var all: [DatabaseInstance.Snapshot] = []
            for try await snapshot in group { all += [snapshot].compactMap { $0 } }
            return all.sorted { $0.id < $1.id }
        }
    }

    private func sharing(_ snapshot: String) async throws -> Collected<[String]> {
        try await observer.ask(RDS.describeDBSnapshotAttributes, .init(dbSnapshotIdentifier: snapshot)) { output in
            let result = try output.dbSnapshotAttributesResult.required("DBSnapshotAttributesResult")
            let restore = result.dbSnapshotAttributes?.filter { $0.attributeName == "restore" } ?? []
            return restore.flatMap { $0.attributeValues ?? [] }.sorted()
        }
    }

    /// Whether the group's `rds.force_ssl` refuses connections without TLS.
    private func forceTLS(_ group: String?) async throws -> Collected<Bool> {
        guard let group else { return .known(false) }
        return try await observer.list(RDS.describeDBParametersPages, .init(dbParameterGroupName: group)) { page in
            (page.parameters ?? []).filter { $0.parameterName == "rds.force_ssl" }.map { $0.parameterValue ?? "0" }
        }
        .map { values in values.contains("1") }
    }
}
