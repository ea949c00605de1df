import AWSCore
import AWSServices
import RecoveryModel

/// The instances and clusters of a region, each cluster with its members.
struct DatabaseListing: Sendable {
    var instances: [InstanceFacts]
    var clusters: [InstanceFacts]

    /// Lists all databases, with two calls per page of a hundred.
    static func all(_ client: AWSClient) async throws -> DatabaseListing {
        async let instances = client.pages(RDS.describeDBInstancesPages, .init()).collect { $0.dbInstances ?? [] }
        async let clusters = client.pages(RDS.describeDBClustersPages, .init()).collect { $0.dbClusters ?? [] }
        let described = try await instances
        return DatabaseListing(
            instances: described.compactMap(InstanceFacts.init(described:)),
            clusters: try await clusters.compactMap { InstanceFacts(described: $0, instances: described) })
    }

    /// One database as RDS describes it now; nil when it does not exist.
    static func one(_ id: String, _ kind: DatabaseKind, _ client: AWSClient) async throws -> InstanceFacts? {
        switch kind {
        case .instance:
            do {
                let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: id))
                return page.dbInstances?.first.flatMap(InstanceFacts.init(described:))
            } catch let error as ClientError where error.code == "DBInstanceNotFound" {
                return nil
            }
        case .cluster:
            do {
                let page = try await client.send(RDS.describeDBClusters, .init(dbClusterIdentifier: id))
                let filter = RDS.Filter(name: "db-cluster-id", values: [id])
                let members = try await client.pages(
                    RDS.describeDBInstancesPages, .init(filters: [filter])
                ).collect { $0.dbInstances ?? [] }
                return page.dbClusters?.first.flatMap { InstanceFacts(described: $0, instances: members) }
            } catch let error as ClientError where error.code == "DBClusterNotFoundFault" {
                return nil
            }
        }
    }

    /// The same with the custom endpoints of a cluster, which are read by a call of their own where there are any.
    static func whole(_ id: String, _ kind: DatabaseKind, _ client: AWSClient) async throws -> InstanceFacts? {
        guard var database = try await one(id, kind, client) else { return nil }
        if database.hasEndpoints == true { database.settings?.endpoints = try await endpoints(of: id, client) }
        return database
    }

    /// The custom endpoints of a cluster, sorted by id.
    static func endpoints(of cluster: String, _ client: AWSClient) async throws -> [RestoreSettings.Endpoint] {
        try await client.pages(
            RDS.describeDBClusterEndpointsPages, .init(dbClusterIdentifier: cluster)
        ).collect { $0.dbClusterEndpoints ?? [] }.compactMap { endpoint in
            guard endpoint.endpointType == "CUSTOM", let id = endpoint.dbClusterEndpointIdentifier else { return nil }
            return RestoreSettings.Endpoint(
                id: id, type: endpoint.customEndpointType ?? "", members: (endpoint.staticMembers ?? []).sorted(),
                excludedMembers: endpoint.excludedMembers.flatMap { $0.isEmpty ? nil : $0.sorted() })
        }.sorted { $0.id < $1.id }
    }

    /// The snapshots of a database.
    static func snapshots(
        of id: String, _ kind: DatabaseKind, _ client: AWSClient
    ) async throws -> [SnapshotFacts] {
        switch kind {
        case .instance:
            try await client.pages(RDS.describeDBSnapshotsPages, .init(dbInstanceIdentifier: id)).collect {
                $0.dbSnapshots ?? []
            }.compactMap(SnapshotFacts.init(described:))
        case .cluster:
            try await client.pages(RDS.describeDBClusterSnapshotsPages, .init(dbClusterIdentifier: id)).collect {
                $0.dbClusterSnapshots ?? []
            }.compactMap(SnapshotFacts.init(described:))
        }
    }
}
