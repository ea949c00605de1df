import AWSNames
import RecoveryModel

extension CostBasis {
    /// With every requirement met.
    ///
    /// - Parameter isSeen: Whether AWS was asked; without it the context's databases are imagined.
    init(required context: ControlContext, _ sizes: StorageSizes, isSeen: Bool = true) {
        let things = CostedThings(context)
        self.init(
            region: Region(context.target.place.region),
            databases: (context.costedDatabases.map {
                .init(required: isSeen ? $0 : $0.unseen, sizes, isThere: isSeen)
            }
                + context.missingDatabases.map {
                    .init(required: isSeen ? $0 : $0.unseen, sizes, isThere: false)
                })
                .sorted { $0.id < $1.id } + (isSeen ? context.strandedDatabases(sizes) : []),
            buckets: context.target.buckets.map { .init(required: $0, context.target, sizes) }
                + context.target.unlistedBuckets(sizes),
            things: things.required)
    }

    /// As AWS shows it; what is not there costs nothing.
    init(observed context: ControlContext, _ sizes: StorageSizes) {
        let things = CostedThings(context)
        self.init(
            region: Region(context.target.place.region),
            databases: context.costedDatabases.map { .init(observed: $0, sizes) }
                + context.strandedDatabases(sizes),
            buckets: context.target.buckets.compactMap { .init(observed: $0, context, sizes) }
                + context.target.unlistedBuckets(sizes),
            things: things.observed)
    }
}

extension CostBasis.Bucket {
    fileprivate init(required bucket: Target.Bucket, _ target: Target, _ sizes: StorageSizes) {
        self.init(name: bucket.name, content: sizes.content(of: bucket))
        growth = (sizes.growth[bucket.word] ?? sizes.growth[bucket.name])?.bytes ?? 0
        movesTo = Set(bucket.policy.lifecycle.compactMap(\.transition?.storageClass)).sorted()
        replicate(to: bucket.policy.replicateTo.map(target.place.filled), target)
    }

    /// Nil of a bucket that is not there.
    fileprivate init?(observed bucket: Target.Bucket, _ context: ControlContext, _ sizes: StorageSizes) {
        let state = context.inventory.buckets[bucket.name]
        if state?.exists.value == false { return nil }
        self.init(required: bucket, context.target, sizes)
        let rules = (state?.lifecycle.value ?? nil)?.rules.filter(\.enabled) ?? []
        movesTo = Set(rules.flatMap(\.transitions).map(\.storageClass)).sorted()
        if case .known(let replication)? = state?.replication {
            let replicas = replication?.replicas ?? []
            replicate(to: replicas.first { !context.target.owns($0) } ?? replicas.first, context.target)
        }
    }

    private mutating func replicate(to name: String?, _ target: Target) {
        let regions = name.map(target.regions(of:)) ?? []
        replica = regions.isEmpty ? name : nil
        replicaRegion = regions.contains(Region(target.place.region)) ? nil : regions.first
    }
}

extension StorageSizes {
    /// What is known of a bucket: what is said of the policy's word for it comes before what is said of its name.
    fileprivate func content(of bucket: Target.Bucket) -> Bucket? {
        guard bucket.word != bucket.name, let said = buckets[bucket.word] else { return buckets[bucket.name] }
        return buckets[bucket.name]?.overridden(by: said) ?? said
    }
}

extension Target {
    /// Whether a bucket is one of the policy's, in whichever region: it is counted there.
    func owns(_ name: String) -> Bool { !regions(of: name).isEmpty }

    /// The regions in which a bucket of this name is one of the policy's, in the order of the scope; of a name that does
    /// not say its region those that its entry names.
    fileprivate func regions(of name: String) -> [Region] {
        part.whole.targetRegions.filter { region in
            let there = AccountID(place.account).map { Place(account: $0, region: region) } ?? place
            return part.whole.storage.contains { bucket in
                there.filled(bucket.bucket) == name && part.whole.regions(of: bucket).contains(region)
            }
        }
    }
}
