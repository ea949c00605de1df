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

    /// What of it one of several regions has. What could not be listed may have whatever was named.
    ///
    /// - Returns: Nil when names were given and the region has none of them.
    package func part(in listing: LiveListing) -> LiveSelection? {
        func present(_ ids: [String], _ kinds: [DatabaseKind]) -> [String] {
            ids.filter { id in
                kinds.contains { kind in
                    guard case .known(let all)? = listing.databases[kind] else { return true }
                    return all.contains { $0.id == id }
                }
            }
        }
        var part = self
        part.databases = present(databases, DatabaseKind.allCases)
        part.instances = present(instances, [.instance])
        part.clusters = present(clusters, [.cluster])
        part.buckets = buckets.filter { listing.buckets.value?.contains($0) ?? true }
        return part.namesNothing && !namesNothing ? nil : part
    }

    /// What of it none of several regions has, each with its kind.
    package func missing(from parts: [LiveSelection?]) -> [String] {
        [
            ("database", \LiveSelection.databases), ("instance", \.instances), ("cluster", \.clusters),
            ("bucket", \.buckets),
        ]
        .flatMap { word, names in
            let found = Set(parts.flatMap { $0?[keyPath: names] ?? [] })
            return self[keyPath: names].filter { !found.contains($0) }.map { "\(word) \($0)" }
        }
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
    /// True when nothing was named that is missing: there just is nothing.
    package var isOfEmptyRegion = false

    package var description: String { reason }

    package init(reason: String, hint: String, isUnknown: Bool = false, isOfEmptyRegion: Bool = false) {
        self.reason = reason
        self.hint = hint
        self.isUnknown = isUnknown
        self.isOfEmptyRegion = isOfEmptyRegion
    }
}
