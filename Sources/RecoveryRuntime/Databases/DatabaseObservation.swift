import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    /// Instances and clusters, each kind by itself: what is refused of one does not hide the other.
    static let databases = Observation(kinds: [.database, .cluster]) { place in
        let entries = place.target.selectors
        guard !entries.isEmpty else {
            return { $0.databases = [.instance: .known([]), .cluster: .known([])] }
        }
        let listing = try await DatabaseListings(place)
        let observer = place.observer
        let instances = InstanceObservation(observer: observer, region: place.region, target: place.target)
        let clusters = ClusterObservation(observer: observer, region: place.region, target: place.target)
        async let foundInstances = instances.observe(listing.instances)
        async let foundClusters = clusters.observe(listing.clusters, members: listing.instances)
        let (seenInstances, seenClusters) = try await (foundInstances, foundClusters)
        let supported = try await EngineSupport(observer: observer, selectors: entries)
            .filled([.instance: seenInstances.databases, .cluster: seenClusters.databases])
        let groups = GroupObservation(observer: observer, home: place.region, selectors: entries)
        let found = try await groups.filled(supported)
        let namesakes = listing.namesakes(of: entries)
        return { inventory in
            inventory.databases = found
            inventory.strandedSnapshots = [.instance: seenInstances.stranded, .cluster: seenClusters.stranded]
            inventory.strandedCopies = [
                .instance: seenInstances.strandedCopies, .cluster: seenClusters.strandedCopies,
            ]
            inventory.namesakes = namesakes
        }
    }
}

/// Every instance and cluster of the region, as RDS lists them; clusters only where the policy means one.
struct DatabaseListings: Sendable {
    let instances: Collected<[ListedInstance]>
    let clusters: Collected<[RDS.DBCluster]>

    init(_ place: Observation.Place) async throws {
        let observer = place.observer
        async let listed = observer.list(RDS.describeDBInstancesPages, .init()) {
            try $0.dbInstances.required("DBInstances").map(ListedInstance.init)
        }
        let selectors = place.target.selectors
        let meansClusters = selectors.contains { $0.kind == .cluster }
        async let early = meansClusters ? Self.clusters(observer) : .known([])
        (instances, clusters) = try await (listed, early)
    }

    private static func clusters(_ observer: Observer) async throws -> Collected<[RDS.DBCluster]> {
        try await observer.list(RDS.describeDBClustersPages, .init()) { try $0.dbClusters.required("DBClusters") }
    }

    /// What the ids are that name no database of the kind that their entry means.
    func namesakes(of selectors: [DatabaseSelector]) -> [String: Namesake] {
        var found: [String: Namesake] = [:]
        for instance in instances.value ?? [] {
            guard let id = instance.id, let engine = instance.engine else { continue }
            if let cluster = instance.cluster {
                found[id] = .member(of: cluster, engine: engine)
                // A cluster is known by its members too, where clusters were not listed.
                if found[cluster] == nil { found[cluster] = .cluster(engine: engine) }
            } else {
                found[id] = .instance(engine: engine)
            }
        }
        for cluster in clusters.value ?? [] {
            guard let id = cluster.dbClusterIdentifier, let engine = cluster.engine else { continue }
            if found[id] == nil { found[id] = .cluster(engine: engine) }
        }
        let named = selectors.reduce(into: Set<String>()) { $0.formUnion($1.ids) }
        return found.filter { named.contains($0.key) }
    }
}
