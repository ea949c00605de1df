import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes Aurora clusters: three bulk calls for the region, then who may restore the manual snapshots.
struct ClusterCollector: Sendable {
    let observer: Observer

    func collect(for policy: RecoveryPolicy) async throws -> Collected<[DatabaseCluster]> {
        let policies = policy.databases.filter { $0.kind == .cluster }
        guard !policies.isEmpty else { return .known([]) }
        async let clusters = observer.list(RDS.describeDBClustersPages, .init()) { page in
            try (page.dbClusters ?? []).map(DatabaseCluster.init(described:))
        }
        async let members = observer.list(RDS.describeDBInstancesPages, .init()) { page in
            (page.dbInstances ?? []).filter { $0.dbClusterIdentifier != nil }
        }
        async let snapshots = observer.list(RDS.describeDBClusterSnapshotsPages, .init()) {
            $0.dbClusterSnapshots ?? []
        }
        let (listed, instances, taken) = try await (clusters, members, snapshots)
        guard case .known(let found) = listed else { return listed }
        let selected = found.filter { cluster in policies.contains { $0.select.matches(cluster) } }
        return .known(
            try await sideBySide(selected.sorted { $0.id < $1.id }) { described in
                var cluster = described
                cluster.members = instances.map { all in
                    all.filter { $0.dbClusterIdentifier == described.id }.map(DatabaseCluster.Member.init(described:))
                        .sorted { $0.id < $1.id }
                }
                switch taken {
                case .unavailable(let failure): cluster.snapshots = .unavailable(failure)
                case .known(let all):
                    let own = all.filter { $0.dbClusterIdentifier == described.id }
                    cluster.snapshots = .known(try await withSharing(own))
                }
                return cluster
            })
    }

    private func withSharing(_ snapshots: [RDS.DBClusterSnapshot]) async throws -> [DatabaseInstance.Snapshot] {
        let described = snapshots.compactMap(DatabaseInstance.Snapshot.init(described:)).sorted { $0.id < $1.id }
        return try await sideBySide(described) { seen in
            var snapshot = seen
            // Only manual snapshots can be shared.
            if snapshot.kind == .manual { snapshot.sharedWith = try await sharing(snapshot.id) }
            return snapshot
        }
    }

    private func sharing(_ snapshot: String) async throws -> Collected<[String]> {
        try await observer.ask(
            RDS.describeDBClusterSnapshotAttributes, .init(dbClusterSnapshotIdentifier: snapshot)
        ) { output in
            let result = try output.dbClusterSnapshotAttributesResult.required("DBClusterSnapshotAttributesResult")
            let restore = result.dbClusterSnapshotAttributes?.filter { $0.attributeName == "restore" } ?? []
            return restore.flatMap { $0.attributeValues ?? [] }.sorted()
        }
    }
}

extension DatabaseCluster {
    /// A cluster as DescribeDBClusters says it.
    ///
    /// - Throws: `MissingMember` when the answer lacks what names or classes the cluster.
    fileprivate init(described cluster: RDS.DBCluster) throws {
        let operation = "rds:DescribeDBClusters"
        self.init(
            id: try cluster.dbClusterIdentifier.required("DBClusterIdentifier"),
            arn: try cluster.dbClusterArn.required("DBClusterArn"), engine: try cluster.engine.required("Engine"),
            status: try cluster.status.required("Status"),
            backupRetentionDays: cluster.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation),
            copyTagsToSnapshots: cluster.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation),
            deletionProtection: cluster.deletionProtection.collected("DeletionProtection", of: operation),
            storageEncrypted: cluster.storageEncrypted.collected("StorageEncrypted", of: operation),
            iamAuthentication: cluster.iamDatabaseAuthenticationEnabled
                .collected("IAMDatabaseAuthenticationEnabled", of: operation))
        tags = Dictionary((cluster.tagList ?? []).map { ($0.key ?? "", $0.value ?? "") }) { _, last in last }
        createdAt = cluster.clusterCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        backupWindow = cluster.preferredBackupWindow.flatMap(DailyWindow.init)
        latestRestorableTime = cluster.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) }
        encryptionKey = cluster.kmsKeyId
        logExports = (cluster.enabledCloudwatchLogsExports ?? []).sorted()
    }
}

extension DatabaseCluster.Member {
    fileprivate init(described instance: RDS.DBInstance) {
        self.init(
            id: instance.dbInstanceIdentifier ?? "", zone: instance.availabilityZone,
            publiclyAccessible: instance.publiclyAccessible.collected(
                "PubliclyAccessible", of: "rds:DescribeDBInstances"))
    }
}

extension DatabaseInstance.Snapshot {
    /// A cluster snapshot; nil without an identifier. Of a copy RDS does not say how old its data is.
    fileprivate init?(described snapshot: RDS.DBClusterSnapshot) {
        guard let id = snapshot.dbClusterSnapshotIdentifier else { return nil }
        let isCopy = !(snapshot.sourceDBClusterSnapshotArn ?? "").isEmpty
        self.init(
            id: id, kind: snapshot.snapshotType.flatMap(Kind.init(rawValue:)) ?? .manual,
            status: snapshot.status ?? "unknown",
            createdAt: isCopy ? nil : snapshot.snapshotCreateTime.map { Instant(milliseconds: $0.milliseconds) },
            encrypted: snapshot.storageEncrypted ?? false)
    }
}
