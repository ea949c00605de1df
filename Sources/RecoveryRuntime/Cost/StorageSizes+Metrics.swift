import RecoveryEngine
import RecoveryModel

extension StorageSizes {
    /// What CloudWatch's answers say, in the order of the questions.
    init(_ answers: [(StorageMetric, StorageMetric.Series)], in context: ControlContext) {
        self.init()
        let allocated = (context.inventory.databases[.instance]?.value ?? []).reduce(into: [String: Int]()) {
            found, database in
            found[database.id] = database.storage.value.map { $0.allocated << 30 }
        }
        for (metric, series) in answers {
            let last: StorageMetric.Value
            do throws(CollectionFailure) {
                guard let value = try series.current(at: context.now) else { continue }
                last = value
            } catch {
                miss(metric, because: error.reason)
                continue
            }
            switch metric {
            case .free(let id):
                guard let all = allocated[id] else { continue }
                databases[id] = .init(bytes: max(0, all - last.bytes), origin: "CloudWatch FreeStorageSpace")
                growth[id] = series.values.growth(isFalling: true)
            case .volume(let id):
                databases[id] = .init(bytes: last.bytes, origin: "CloudWatch VolumeBytesUsed")
                growth[id] = series.values.growth(isFalling: false)
            case .bucket(let name, let type):
                let word = StorageType.classes[type] ?? type
                // One type of a class that is not known leaves the class unknown.
                guard buckets[name]?.unread[word] == nil else { continue }
                buckets[name, default: .empty].add(last.bytes, to: word, origin: "CloudWatch BucketSizeBytes")
                if type == StorageType.standard { growth[name] = series.values.growth(isFalling: false) }
            case .objects(let name): buckets[name]?.objects = last.bytes
            }
        }
    }

    /// Of a database everything that is allocated is supposed then, or nothing is known.
    private mutating func miss(_ metric: StorageMetric, because reason: String) {
        switch metric {
        case .free, .volume: break
        case .bucket(let name, let type):
            let word = StorageType.classes[type] ?? type
            let cure = BillingItem(storageClass: word) == nil ? "" : " (--size NAME:\(word)=SIZE)"
            buckets[name, default: .empty].miss(
                word, because: "the size of \(name) in \(word) is not known: \(reason)\(cure)")
        case .objects(let name):
            buckets[name, default: .empty].uncounted =
                "the number of objects in \(name) is not known: \(reason)"
        }
    }
}
