import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// A metric of CloudWatch that says how much is stored.
enum StorageMetric: Hashable, Sendable {
    /// Of an instance, what is not used.
    case free(String)
    /// Of an Aurora cluster.
    case volume(String)
    /// Of a bucket and a class of storage.
    case bucket(String, type: String)
    /// The number of a bucket's objects.
    case objects(String)

    /// What CloudWatch answered.
    struct Series: Sendable {
        /// By time once all pages are read.
        var values: [Value] = []
        /// CloudWatch's word for how complete they are, of the last page; nil before the first.
        var status: String?

        /// A page more. What failed once does not become whole by a later page.
        mutating func add(_ more: [Value], status other: String?) {
            values += more
            if status == nil || status == "Complete" || status == "PartialData" { status = other ?? "no status" }
        }

        /// The newest value; nil where there is none at all: nothing is stored then.
        ///
        /// - Throws: Why what there is does not say what is stored now.
        func current(at now: Instant) throws(CollectionFailure) -> Value? {
            if let status, status != "Complete" { throw Self.failure("CloudWatch answered \(status)") }
            guard let last = values.last else { return nil }
            guard now - last.at <= Self.goodFor else {
                throw Self.failure("CloudWatch has no value since \(last.at.day)")
            }
            return last
        }

        /// How old a daily value may be, in seconds: CloudWatch has it a day or two later.
        private static let goodFor = 3.0 * 86_400

        private static func failure(_ reason: String) -> CollectionFailure {
            CollectionFailure(operation: "cloudwatch:GetMetricData", reason: reason)
        }
    }

    /// One value.
    struct Value: Sendable {
        let at: Instant
        /// Bytes; of objects their number.
        let bytes: Int

        /// Nil for what is no size.
        init?(_ time: Timestamp, _ value: Double) {
            guard value.isFinite, (0...9e18).contains(value) else { return nil }
            at = Instant(milliseconds: time.milliseconds)
            bytes = Int(value)
        }
    }

    /// All that is to be asked of a target, sorted.
    static func all(of context: ControlContext) -> [StorageMetric] {
        let selected = context.selectedDatabases
        let aurora = Set(
            (context.inventory.databases[.cluster]?.value ?? []).filter { $0.form == .auroraCluster }.map(\.id))
        let buckets = (context.target.buckets.map(\.name) + context.target.unlistedBuckets).filter {
            context.inventory.buckets[$0]?.exists.value != false
        }
        return (selected[.instance] ?? []).map(StorageMetric.free)
            + (selected[.cluster] ?? []).filter(aurora.contains).map(StorageMetric.volume)
            + buckets.flatMap { name in
                StorageType.all.map { StorageMetric.bucket(name, type: $0) } + [.objects(name)]
            }
    }

    /// As CloudWatch is asked, by the day.
    var wire: CloudWatch.MetricStat {
        let (namespace, name, dimensions): (String, String, [(String, String)]) =
            switch self {
            case .free(let id): ("AWS/RDS", "FreeStorageSpace", [("DBInstanceIdentifier", id)])
            case .volume(let id): ("AWS/RDS", "VolumeBytesUsed", [("DBClusterIdentifier", id)])
            case .bucket(let name, let type):
                ("AWS/S3", "BucketSizeBytes", [("BucketName", name), ("StorageType", type)])
            case .objects(let name):
                ("AWS/S3", "NumberOfObjects", [("BucketName", name), ("StorageType", "AllStorageTypes")])
            }
        return CloudWatch.MetricStat(
            metric: CloudWatch.Metric(
                namespace: namespace, metricName: name,
                dimensions: dimensions.map { CloudWatch.Dimension(name: $0, value: $1) }),
            period: 86_400, stat: "Average")
    }
}

extension [StorageMetric.Value] {
    /// What is added in thirty days, by the first and the last value; nil with less than a week between them, and where it
    /// shrinks.
    ///
    /// - Parameter isFalling: Whether the value falls as the data grow.
    func growth(isFalling: Bool) -> StorageSizes.Size? {
        guard let first, let last else { return nil }
        let days = Int((last.at - first.at) / 86_400)
        let change = isFalling ? first.bytes - last.bytes : last.bytes - first.bytes
        guard days >= 7, change > 0 else { return nil }
        return .init(bytes: (change / days).times(30), origin: "CloudWatch, \(CountText.of(days, "day"))")
    }
}
