import RecoveryModel

/// What one entry of the policy selects, and what it names in vain.
struct DatabaseSelection: Sendable {
    /// An id that names no database of the entry's kind and engine.
    struct Miss: Sendable {
        var name: String
        /// What RDS has under that name; nil when there is nothing.
        var found: String?
    }

    /// Its place in `databases`.
    let entry: Int
    let policy: DatabasePolicy
    /// Sorted by id. When they could not be listed, one for each id (or the selector as a whole) of which nothing is
    /// known: every requirement that could not be judged is then an unknown of its own.
    let databases: [Database]
    let misses: [Miss]
    /// Why they could not be listed; nil when they were.
    let failure: CollectionFailure?

    init(_ selector: DatabaseSelector, entry: Int, _ target: Target, _ inventory: Inventory) {
        let policy = selector.policy
        self.entry = entry
        self.policy = policy
        let listed = inventory.databases[policy.kind] ?? .unavailable(.notCollected(policy.kind.listing))
        switch listed {
        case .unavailable(let failure):
            self.failure = failure
            misses = []
            let names = policy.select.ids.isEmpty ? [policy.select.shown] : Set(policy.select.ids).sorted()
            let copies = Set(policy.backups.copyTo).map { ($0, Collected<[Database.Copy]>.unavailable(failure)) }
            databases = names.map { name in
                var database = Database(
                    id: name, arn: target.place.arn("rds", policy.kind.arnPart(name)),
                    engine: policy.engine ?? DatabaseEngine(""), form: policy.form, unseen: failure)
                database.copies = Dictionary(uniqueKeysWithValues: copies)
                return database
            }
        case .known(let all):
            failure = nil
            let selected = all.filter(selector.matches)
            let (right, wrong) = (selected.filter(policy.allows), selected.filter { !policy.allows($0) })
            databases = right.sorted { $0.id < $1.id }
            let there = Set(selected.map(\.id))
            var misses = wrong.map { Miss(name: $0.id, found: Namesake(of: $0).shown) }
            misses += Set(policy.select.ids).subtracting(there).map {
                Miss(name: $0, found: inventory.namesakes[$0]?.shown)
            }
            if policy.select.ids.isEmpty && selected.isEmpty { misses.append(Miss(name: policy.select.shown)) }
            self.misses = misses.sorted { $0.name < $1.name }
        }
    }

    /// The ids and ARNs of what it selects.
    var names: [String] { databases.flatMap { [$0.id, $0.arn] } }
}

extension Namesake {
    fileprivate init(of database: Database) {
        self =
            database.kind == .instance
            ? .instance(engine: database.engine.description) : .cluster(engine: database.engine.description)
    }
}

extension DatabaseKind {
    /// The operation that lists them.
    var listing: String { pick(instance: "rds:DescribeDBInstances", cluster: "rds:DescribeDBClusters") }
}

extension DatabasePolicy {
    /// False for a database of another engine, or another form of cluster, than the entry is written for.
    fileprivate func allows(_ database: Database) -> Bool {
        guard let engine else { return true }
        return engine == database.engine
    }
}

/// The ids of what a policy watches, each sorted; those selected by id are there even when they are missing.
struct WatchedDatabases: Sendable {
    let instances: [String]
    let clusters: [String]
    private let instanceIDs: Set<String>
    /// How long the server certificate of each has to be valid, where the policy asks for it.
    let certificates: [String: TimeSpan]

    init(_ selections: [DatabaseSelection]) {
        func ids(_ kind: DatabaseKind) -> [String] {
            let own = selections.filter { $0.policy.kind == kind }
            // A selector by tags that could not be resolved names no database.
            let found = own.filter { $0.failure == nil }.flatMap { $0.databases.map(\.id) }
            return Set(found + own.flatMap(\.policy.select.ids)).sorted()
        }
        instances = ids(.instance)
        instanceIDs = Set(instances)
        clusters = ids(.cluster)
        let asked = selections.flatMap { selection -> [(String, TimeSpan)] in
            guard let span = selection.policy.protection.certificateValidFor else { return [] }
            let found = selection.failure == nil ? selection.databases.map(\.id) : []
            return Set(found + selection.policy.select.ids).map { ($0, span) }
        }
        // Of two entries that name it, the stricter one.
        certificates = Dictionary(asked) { $0.seconds > $1.seconds ? $0 : $1 }
    }

    var all: [String] { Set(instances + clusters).sorted() }

    /// False for an id that only a cluster has.
    func isInstance(_ id: String) -> Bool { instanceIDs.contains(id) }
}
