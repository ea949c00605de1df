import AWSNames
import RecoveryModel

extension Target {
    /// The buckets of evidence and of backups outside RDS that `storage` does not list, sorted: they are paid for all the
    /// same. Only in the primary region, where they are supposed to be.
    package var unlistedBuckets: [String] {
        guard isPrimary else { return [] }
        let places = policy.selfManaged.compactMap(\.backups?.to).filter { $0.hasPrefix("s3://") }.map { place in
            String(place.dropFirst("s3://".count).prefix { $0 != "/" })
        }
        let listed = Set(buckets.map(\.name))
        return Set(places + [part.whole.evidenceBucket].compactMap(\.self)).subtracting(listed)
            .filter { !owns($0) }.sorted()
    }

    func unlistedBuckets(_ sizes: StorageSizes) -> [CostBasis.Bucket] {
        unlistedBuckets.map { name in
            CostBasis.Bucket(name: name, content: sizes.buckets[name], growth: sizes.growth[name]?.bytes ?? 0)
        }
    }
}

extension ControlContext {
    /// Deleted databases of which manual snapshots are left: there is nothing any more that makes some of them free.
    func strandedDatabases(_ sizes: StorageSizes) -> [CostBasis.Database] {
        let left = inventory.strandedSnapshots.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { kind, snapshots in
            switch snapshots {
            case .unavailable(let failure): [CostBasis.Database(unseen: kind, because: failure)]
            case .known(let all):
                Dictionary(grouping: all, by: \.database).sorted { $0.key < $1.key }.map {
                    CostBasis.Database(stranded: $0.key, $0.value.map(\.snapshot), kind, sizes)
                }
            }
        }
        return left
    }
}

extension CostBasis.Database {
    fileprivate init(
        stranded id: String, _ snapshots: [Database.Snapshot], _ kind: DatabaseKind, _ sizes: StorageSizes
    ) {
        let allocated = snapshots.compactMap(\.allocated).max().map {
            StorageSizes.Size(bytes: $0 << 30, origin: "all that was allocated: the most that it can be")
        }
        let shown = "\(CountText.of(snapshots.count, "snapshot")) of a deleted database"
        self.init(
            id: id, isAurora: kind == .cluster, isNameless: false,
            data: (sizes.databases[id] ?? allocated).map { .known($0) } ?? .unavailable(.unsized(id)),
            provisioned: .known(0), change: sizes.changes[id] ?? sizes.change, automatedDays: .known(0),
            manual: .known(.init(snapshots.map(\.createdAt), until: nil, shown: shown)), vaulted: .known(.nothing),
            copies: .known([]))
    }

    /// Whatever is left of deleted databases that could not be listed.
    fileprivate init(unseen kind: DatabaseKind, because failure: CollectionFailure) {
        self.init(
            id: "deleted \(kind.pick(instance: "instances", cluster: "clusters"))", isAurora: kind == .cluster,
            isNameless: true, data: .unavailable(failure), provisioned: .known(0), change: .supposed,
            automatedDays: .known(0), manual: .unavailable(failure), vaulted: .known(.nothing), copies: .known([]))
    }
}
