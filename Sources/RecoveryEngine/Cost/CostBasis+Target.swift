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
            databases: context.costedDatabases(withMissing: true).map {
                .init(required: isSeen ? $0 : $0.unseen, sizes)
            } + (isSeen ? context.strandedDatabases(sizes) : []),
            buckets: context.target.buckets.map { .init(required: $0, context.target, sizes) }
                + context.target.unlistedBuckets(sizes),
            things: things.required)
    }

    /// As AWS shows it; what is not there costs nothing.
    init(observed context: ControlContext, _ sizes: StorageSizes) {
        let things = CostedThings(context)
        self.init(
            region: Region(context.target.place.region),
            databases: context.costedDatabases(withMissing: false).map { .init(observed: $0, sizes) }
                + context.strandedDatabases(sizes),
            buckets: context.target.buckets.compactMap { .init(observed: $0, context, sizes) }
                + context.target.unlistedBuckets(sizes),
            things: things.observed)
    }
}

extension ControlContext {
    /// The databases and buckets of which a size can be said: buckets by the policy's word too.
    package var costedNames: Set<String> {
        Set(costedDatabases(withMissing: true).map(\.database.id))
            .union(strandedDatabases(StorageSizes()).map(\.id))
            .union(target.buckets.flatMap { [$0.name, $0.word] }).union(target.unlistedBuckets)
    }

    /// Every database that has backups of its own, once.
    ///
    /// - Parameter withMissing: Whether those that the policy names and that are not there are meant too.
    fileprivate func costedDatabases(withMissing: Bool) -> [DatabaseSubject] {
        var seen: Set<String> = []
        return selections.flatMap { selection -> [DatabaseSubject] in
            let missing = withMissing ? selection.misses.filter { $0.found == nil } : []
            let unseen = missing.map { miss in
                Database(
                    id: miss.name, arn: target.place.arn("rds", selection.policy.kind.arnPart(miss.name)),
                    engine: selection.policy.engine ?? DatabaseEngine(""), form: selection.policy.form,
                    unseen: .init(operation: selection.policy.kind.listing, reason: "\(miss.name) was not found"))
            }
            return (selection.databases + unseen).map {
                DatabaseSubject(context: self, entry: selection.entry, policy: selection.policy, database: $0)
            }
        }.filter { !$0.isBackedUpBySource && seen.insert($0.database.arn).inserted }.sorted {
            $0.database.id < $1.database.id
        }
    }
}

extension DatabaseSubject {
    /// The same database of which nothing is known but its name.
    fileprivate var unseen: DatabaseSubject {
        let failure = CollectionFailure(operation: policy.kind.listing, reason: "AWS was not asked")
        let database = Database(
            id: database.id, arn: database.arn, engine: database.engine, form: database.form, unseen: failure)
        return DatabaseSubject(context: context, entry: entry, policy: policy, database: database)
    }
}

extension CostBasis.Bucket {
    fileprivate init(required bucket: Target.Bucket, _ target: Target, _ sizes: StorageSizes) {
        self.init(name: bucket.name, content: sizes.buckets[bucket.word] ?? sizes.buckets[bucket.name])
        growth = (sizes.growth[bucket.word] ?? sizes.growth[bucket.name])?.bytes ?? 0
        movesTo = Set(bucket.policy.lifecycle.compactMap(\.transition?.storageClass)).sorted()
        replica = bucket.policy.replicateTo.map(target.place.filled).flatMap { target.owns($0) ? nil : $0 }
    }

    /// Nil of a bucket that is not there.
    fileprivate init?(observed bucket: Target.Bucket, _ context: ControlContext, _ sizes: StorageSizes) {
        let state = context.inventory.buckets[bucket.name]
        if state?.exists.value == false { return nil }
        self.init(required: bucket, context.target, sizes)
        let rules = (state?.lifecycle.value ?? nil)?.rules.filter(\.enabled) ?? []
        movesTo = Set(rules.flatMap(\.transitions).map(\.storageClass)).sorted()
        if case .known(let replicas)? = state?.replicatesTo {
            replica = replicas.first { !context.target.owns($0) }
        }
    }
}

extension Target {
    /// Whether a bucket is one of the policy's, in whichever region: it is counted there.
    func owns(_ name: String) -> Bool {
        let places = part.whole.targetRegions.map { region in
            AccountID(place.account).map { Place(account: $0, region: region) } ?? place
        }
        return part.whole.storage.contains { bucket in places.contains { $0.filled(bucket.bucket) == name } }
    }
}
