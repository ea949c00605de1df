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

        var selected: [(instance: DatabaseInstance, policy: DatabasePolicy)] = found.compactMap { instance in
            policy.databases.first { $0.kind == .instance && $0.select.matches(instance) }.map { (instance, $0) }
        }
        selected.sort { $0.instance.id < $1.instance.id }
        let groups = Set(selected.filter { $0.policy.protection.forceTLS == true }.map(\.instance.parameterGroup))
            .sorted {
                ($0 ?? "") < ($1 ?? "")
            }
        let forcing = Dictionary(uniqueKeysWithValues: zip(groups, try await sideBySide(groups, forceTLS)))
        let snapshotsByInstance = allSnapshots.map { Dictionary(grouping: $0, by: \.dbInstanceIdentifier) }
        let backupsByInstance = allBackups.map { Dictionary(grouping: $0, by: \.dbInstanceIdentifier) }
        return .known(
            try await sideBySide(selected) { entry in
                var instance = entry.instance
                instance.copies = allCopies.mapValues { $0.map { $0[instance.id] ?? [] } }
                instance.earliestRestorableTime = backupsByInstance.map { backups in
                    backups[instance.id]?.first { $0.status != "deleting" }?
                        .restoreWindow?.earliestTime.map { Instant(milliseconds: $0.milliseconds) }
                }
                switch snapshotsByInstance {
                case .unavailable(let failure): instance.snapshots = .unavailable(failure)
                case .known(let all): instance.snapshots = .known(try await withSharing(all[instance.id] ?? []))
                }
                if let forced = forcing[instance.parameterGroup], entry.policy.protection.forceTLS == true {
                    instance.forceTLS = forced
                }
                return instance
            })
    }

    private func withSharing(_ snapshots: [RDS.DBSnapshot]) async throws -> [DatabaseInstance.Snapshot] {
        try await sideBySide(snapshots.compactMap(DatabaseInstance.Snapshot.init(described:)).sorted { $0.id < $1.id })
        {
            snapshot in
            var snapshot = snapshot
            // Only manual snapshots can be shared.
            if snapshot.kind == .manual { snapshot.sharedWith = try await sharing(snapshot.id) }
            return snapshot
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
