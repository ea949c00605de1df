package import AWSCore
package import AWSNames
import AWSServices
package import RecoveryEngine
package import RecoveryModel

/// All manual snapshots of an account, by kind of database and region.
package struct RotationLists: Sendable {
    var snapshots: [DatabaseKind: [Region: Collected<[ListedSnapshot]>]] = [:]
}

/// Reads what rotations decide by.
package struct RotationObservation: Sendable {
    let client: AWSClient
    let home: Region

    /// - Parameter client: Of the databases' own region.
    package init(client: AWSClient, home: Region) {
        self.client = client
        self.home = home
    }

    private func observer(in region: Region) -> Observer { Observer(client: client.with { $0.region = region }) }

    /// The facts of one database.
    ///
    /// - Parameters:
    ///   - account: The account's id.
    ///   - tags: Of everything that is made.
    ///   - lists: What RDS lists, where that was read for several databases at once; nil to read it.
    /// - Throws: `CollectionFailure` when something could not be read: nothing is decided then. `CancellationError`.
    package func facts(
        _ rotated: RotatedDatabase, policy: String, account: AccountID, tags: [String: String],
        lists: RotationLists? = nil
    ) async throws -> RotationFacts {
        let database = rotated.database
        let (resource, status) = try await identity(of: database)
        var facts = RotationFacts(
            naming: RotationNaming(
                account: account.description, policy: policy, database: database.id, resource: resource),
            kind: database.kind, status: status, isEncrypted: database.storageEncrypted.value, home: home,
            copies: rotated.copies, tags: tags, listed: [:])
        for region in [home] + rotated.copies.keys.sorted() {
            let read = lists?.snapshots[database.kind]?[region]
            facts.listed[region] =
                if let read { try read.get() } else { try await snapshots(of: database.kind, in: region).get() }
        }
        for region in facts.listed.keys.sorted() {
            let own = facts.own(in: region).map(\.id)
            let shared = try await concurrentMap(own) { try await sharing($0, database.kind, in: region) }
            facts.sharing[region] = Dictionary(uniqueKeysWithValues: zip(own, shared))
        }
        return facts
    }

    /// The snapshots that several databases decide by, each region read once.
    ///
    /// - Throws: `CancellationError`.
    package func lists(for rotated: [RotatedDatabase]) async throws -> RotationLists {
        var lists = RotationLists()
        for kind in DatabaseKind.allCases {
            let own = rotated.filter { $0.database.kind == kind }
            let regions = own.isEmpty ? [] : Set([home] + own.flatMap(\.copies.keys)).sorted()
            let read = try await concurrentMap(regions) { try await snapshots(of: kind, in: $0) }
            lists.snapshots[kind] = Dictionary(uniqueKeysWithValues: zip(regions, read))
        }
        return lists
    }

    /// RDS's own id of a database, and its status.
    private func identity(of database: Database) async throws -> (String, String) {
        let observer = observer(in: home)
        return switch database.kind {
        case .instance:
            try await observer.ask(RDS.describeDBInstances, .init(dbInstanceIdentifier: database.id)) { page in
                let found = try (page.dbInstances?.first).required("DBInstances")
                return (
                    try found.dbiResourceId.required("DbiResourceId"),
                    try found.dbInstanceStatus.required("DBInstanceStatus")
                )
            }.get()
        case .cluster:
            try await observer.ask(RDS.describeDBClusters, .init(dbClusterIdentifier: database.id)) { page in
                let found = try (page.dbClusters?.first).required("DBClusters")
                return (
                    try found.dbClusterResourceId.required("DbClusterResourceId"),
                    try found.status.required("Status")
                )
            }.get()
        }
    }

    /// All manual snapshots of a kind in a region: in the second one RDS cannot be asked for those of a database.
    private func snapshots(of kind: DatabaseKind, in region: Region) async throws -> Collected<[ListedSnapshot]> {
        switch kind {
        case .instance:
            try await observer(in: region).list(RDS.describeDBSnapshotsPages, .init(snapshotType: "manual")) {
                try $0.dbSnapshots.required("DBSnapshots").map(ListedSnapshot.init(described:))
            }
        case .cluster:
            try await observer(in: region).list(RDS.describeDBClusterSnapshotsPages, .init(snapshotType: "manual")) {
                try $0.dbClusterSnapshots.required("DBClusterSnapshots").map(ListedSnapshot.init(described:))
            }
        }
    }

    private func sharing(_ id: String, _ kind: DatabaseKind, in region: Region) async throws -> Collected<[String]> {
        let observer = observer(in: region)
        return switch kind {
        case .instance:
            try await observer.ask(RDS.describeDBSnapshotAttributes, .init(dbSnapshotIdentifier: id)) { output in
                try output.dbSnapshotAttributesResult.required("DBSnapshotAttributesResult")
                    .dbSnapshotAttributes.required("DBSnapshotAttributes")
                    .filter { $0.attributeName == "restore" }.flatMap { $0.attributeValues ?? [] }.sorted()
            }
        case .cluster:
            try await observer.ask(
                RDS.describeDBClusterSnapshotAttributes, .init(dbClusterSnapshotIdentifier: id)
            ) { output in
                try output.dbClusterSnapshotAttributesResult.required("DBClusterSnapshotAttributesResult")
                    .dbClusterSnapshotAttributes.required("DBClusterSnapshotAttributes")
                    .filter { $0.attributeName == "restore" }.flatMap { $0.attributeValues ?? [] }.sorted()
            }
        }
    }

    /// The quotas of some regions; one that could not be read is missing.
    ///
    /// - Throws: `CancellationError`.
    package func quotas(in regions: Set<Region>) async throws -> [DatabaseKind: [Region: RotationQuota]] {
        var all: [DatabaseKind: [Region: RotationQuota]] = [:]
        for region in regions.sorted() {
            let found = try await observer(in: region).ask(RDS.describeAccountAttributes, .init()) {
                $0.accountQuotas ?? []
            }
            for kind in DatabaseKind.allCases {
                let name = kind.pick(instance: "ManualSnapshots", cluster: "ManualClusterSnapshots")
                guard let quota = found.value?.first(where: { $0.accountQuotaName == name }),
                    let used = quota.used, let limit = quota.max
                else { continue }
                all[kind, default: [:]][region] = RotationQuota(used: used, limit: limit)
            }
        }
        return all
    }
}
