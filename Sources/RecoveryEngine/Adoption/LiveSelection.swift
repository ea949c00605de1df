package import RecoveryModel

/// What of an account a policy is to be written for; nothing said means everything in the region.
package struct LiveSelection: Sendable, Equatable {
    /// Ids of instances or clusters.
    package var databases: [String] = []
    package var instances: [String] = []
    package var clusters: [String] = []
    package var buckets: [String] = []
    /// What databases and buckets carry, all of them.
    package var tags: [String: String] = [:]

    package init() {}

    package var namesNothing: Bool {
        databases.isEmpty && instances.isEmpty && clusters.isEmpty && buckets.isEmpty && tags.isEmpty
    }
}

/// The names of what a region has, as far as a selection needs them.
package struct LiveListing: Sendable {
    /// Instances and clusters; members of clusters and drills' copies are none of them.
    package var databases: [DatabaseKind: Collected<[LiveDatabase]>]
    /// The names of the region's buckets, or of those with the tags asked for.
    package var buckets: Collected<[String]>
    /// The aliases of each key, by the key's id, without `alias/`, sorted.
    package var aliases: Collected<[String: [String]]>

    package init(
        databases: [DatabaseKind: Collected<[LiveDatabase]>], buckets: Collected<[String]>,
        aliases: Collected<[String: [String]]>
    ) {
        self.databases = databases
        self.buckets = buckets
        self.aliases = aliases
    }
}

/// A database as far as it is chosen by.
package struct LiveDatabase: Sendable, Equatable {
    package var id: String
    package var kind: DatabaseKind
    package var engine: DatabaseEngine
    package var tags: [String: String]

    package init(id: String, kind: DatabaseKind, engine: DatabaseEngine, tags: [String: String]) {
        self.id = id
        self.kind = kind
        self.engine = engine
        self.tags = tags
    }

    /// The entry of a policy that means it and asks for nothing but the defaults.
    var entry: DatabasePolicy {
        var entry = DatabasePolicy(select: .init(ids: [id]))
        entry.engine = engine
        if kind == .cluster, !engine.isAurora { entry.statedKind = .cluster }
        return entry
    }
}

/// Why no policy can be written from what is there.
package struct LiveRefusal: Error, Equatable, CustomStringConvertible {
    package var reason: String
    package var hint: String
    /// True when it is not known whether there is something.
    package var isUnknown = false

    package var description: String { reason }
}
