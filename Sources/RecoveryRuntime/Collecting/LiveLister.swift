package import AWSCore
package import AWSNames
import AWSServices
package import RecoveryEngine
import RecoveryModel

/// Lists the names of what a region has, as far as a selection needs them; never changes anything.
package struct LiveLister: Sendable {
    private let observer: Observer
    private let region: Region

    package init(client: AWSClient, region: Region) {
        observer = Observer(client: client)
        self.region = region
    }

    /// - Parameter isLocating: Whether buckets that are named are looked for, since they may be in another region.
    /// - Throws: `CancellationError` only: every other failure is part of the listing.
    package func list(_ selection: LiveSelection, isLocating: Bool = false) async throws -> LiveListing {
        let wantsEverything = selection.namesNothing || !selection.tags.isEmpty
        let wantsDatabases =
            wantsEverything || !(selection.databases + selection.instances + selection.clusters).isEmpty
        async let instances = wantsDatabases ? self.instances() : .known([])
        async let clusters = wantsDatabases ? self.clusters() : .known([])
        async let buckets: Collected<[String]> =
            wantsEverything
            ? selection.tags.isEmpty ? allBuckets() : tagged(selection.tags)
            : isLocating && !selection.buckets.isEmpty ? allBuckets() : .known([])
        async let aliases = self.aliases()
        return LiveListing(
            databases: [.instance: try await instances, .cluster: try await clusters], buckets: try await buckets,
            aliases: try await aliases)
    }

    private func instances() async throws -> Collected<[LiveDatabase]> {
        try await observer.list(RDS.describeDBInstancesPages, .init()) { page in
            try page.dbInstances.required("DBInstances").filter { $0.dbClusterIdentifier == nil }.map { instance in
                LiveDatabase(
                    id: try instance.dbInstanceIdentifier.required("DBInstanceIdentifier"), kind: .instance,
                    engine: DatabaseEngine(try instance.engine.required("Engine")),
                    tags: [String: String](rdsTags: try instance.tagList.required("TagList")))
            }
        }
        .map(\.withoutDrills)
    }

    private func clusters() async throws -> Collected<[LiveDatabase]> {
        try await observer.list(RDS.describeDBClustersPages, .init()) { page in
            try page.dbClusters.required("DBClusters").map { cluster in
                LiveDatabase(
                    id: try cluster.dbClusterIdentifier.required("DBClusterIdentifier"), kind: .cluster,
                    engine: DatabaseEngine(try cluster.engine.required("Engine")),
                    tags: [String: String](rdsTags: try cluster.tagList.required("TagList")))
            }
        }
        .map(\.withoutDrills)
    }

    private func allBuckets() async throws -> Collected<[String]> {
        try await observer.list(S3.listBucketsPages, .init(bucketRegion: region.rawValue)) { page in
            try page.buckets.required("Buckets").filter { $0.bucketRegion.map { $0 == region.rawValue } ?? true }
                .map { try $0.name.required("Name") }
        }
    }

    private func tagged(_ tags: [String: String]) async throws -> Collected<[String]> {
        let filters = tags.sorted { $0.key < $1.key }.map {
            ResourceGroupsTaggingAPI.TagFilter(key: $0.key, values: [$0.value])
        }
        return try await observer.list(
            ResourceGroupsTaggingAPI.getResourcesPages, .init(tagFilters: filters, resourceTypeFilters: ["s3"])
        ) { page in
            try page.resourceTagMappingList.required("ResourceTagMappingList").compactMap {
                ARN(try $0.resourceARN.required("ResourceARN"))?.resource
            }
        }
    }

    private func aliases() async throws -> Collected<[String: [String]]> {
        let named = try await observer.list(KMS.listAliasesPages, .init()) { page -> [(key: String, name: String)] in
            try page.aliases.required("Aliases").compactMap { alias -> (key: String, name: String)? in
                // An alias without a key is one that AWS reserves.
                guard let key = alias.targetKeyId, let name = alias.aliasName, name.hasPrefix("alias/") else {
                    return nil
                }
                return (key: key, name: String(name.dropFirst("alias/".count)))
            }
        }
        return named.map { Dictionary(grouping: $0, by: \.key).mapValues { $0.map(\.name).sorted() } }
    }
}

extension [LiveDatabase] {
    /// What a drill or AWS Backup restored for a test is gone when the test is over.
    fileprivate var withoutDrills: [LiveDatabase] { filter { !TestRestore.made($0.id, tags: $0.tags) } }
}
