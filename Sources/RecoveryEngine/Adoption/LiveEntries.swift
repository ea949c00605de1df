import AWSNames
import RecoveryModel

/// The entries of a policy, as they were adopted.
struct LiveEntries: Sendable {
    var databases: [Adoption<DatabasePolicy>]
    var buckets: [Adoption<BucketPolicy>]
    var keys: [Adoption<KeyPolicy>]
}

/// The entries of a policy put together, with the paths of what is said of each.
struct LiveAssembly {
    private(set) var policy: RecoveryPolicy
    private(set) var nulls: Set<FieldPath> = []
    private(set) var comments: [FieldPath: [String]] = [:]

    init(_ draft: LiveDraft, _ regions: [Region], _ entries: LiveEntries) {
        policy = draft.blank
        policy.scope.regions = regions
        policy.databases = entries.databases.map(\.entry)
        policy.storage = entries.buckets.map(\.entry)
        policy.keys = entries.keys.map(\.entry)
        policy.drill = draft.drill
        add(entries.databases, "databases")
        add(entries.buckets, "storage")
        add(entries.keys, "keys")
    }

    private mutating func add<Entry>(_ adoptions: [Adoption<Entry>], _ list: String) {
        for (index, adoption) in adoptions.enumerated() {
            let place = FieldPath(list).appending(index).components
            nulls.formUnion(adoption.nulls.map { FieldPath(place + $0.components) })
            for (path, lines) in adoption.comments { comments[FieldPath(place + path.components)] = lines }
        }
    }
}
