package import AWSCore
import AWSServices
package import RecoveryEngine
package import RecoveryModel

/// How large databases and buckets are and how they grow, as CloudWatch has it: one question for each five hundred metrics,
/// a value a day of the last month.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
package struct StorageMetrics: Sendable {
    let observer: Observer
    let context: ControlContext

    package init(client: AWSClient, context: ControlContext) {
        observer = Observer(client: client)
        self.context = context
    }

    /// How far it looks back, in days.
    private static let days = 31
    /// The most metrics of one question.
    private static let most = 500
    /// S3's words for storage classes, as metrics and as lifecycle rules have them.
    private static let classes = [
        "StandardStorage": "STANDARD", "StandardIAStorage": "STANDARD_IA", "OneZoneIAStorage": "ONEZONE_IA",
        "GlacierInstantRetrievalStorage": "GLACIER_IR", "GlacierStorage": "GLACIER",
        "DeepArchiveStorage": "DEEP_ARCHIVE", "IntelligentTieringFAStorage": "INTELLIGENT_TIERING",
        "ReducedRedundancyStorage": "REDUCED_REDUNDANCY",
    ]

    /// What is known of the target's databases and buckets; what has no value is left out.
    ///
    /// - Throws: `CancellationError`.
    package func sizes() async throws -> Collected<StorageSizes> {
        let metrics = StorageMetric.all(of: context, storageTypes: Self.classes.keys.sorted())
        var values: [StorageMetric: [StorageMetric.Value]] = [:]
        for start in stride(from: 0, to: metrics.count, by: Self.most) {
            let part = Array(metrics[start..<min(start + Self.most, metrics.count)])
            switch try await ask(part) {
            case .unavailable(let failure): return .unavailable(failure)
            case .known(let found): values.merge(found) { first, _ in first }
            }
        }
        return .known(sizes(values))
    }

    private func ask(_ metrics: [StorageMetric]) async throws -> Collected<[StorageMetric: [StorageMetric.Value]]> {
        let end = context.now
        let input = CloudWatch.GetMetricDataInput(
            metricDataQueries: metrics.enumerated().map { index, metric in
                CloudWatch.MetricDataQuery(id: "m\(index)", metricStat: metric.wire)
            },
            startTime: Timestamp(milliseconds: end.adding(seconds: -Double(Self.days * 86_400)).milliseconds),
            endTime: Timestamp(milliseconds: end.milliseconds))
        let results = try await observer.list(CloudWatch.getMetricDataPages, input) {
            try $0.metricDataResults.required("MetricDataResults")
        }
        return results.map { results in
            var values: [StorageMetric: [StorageMetric.Value]] = [:]
            for result in results {
                guard let number = result.id.flatMap({ Int($0.dropFirst()) }), metrics.indices.contains(number) else {
                    continue
                }
                let found = zip(result.timestamps ?? [], result.values ?? []).compactMap { time, value in
                    StorageMetric.Value(time, value)
                }
                values[metrics[number], default: []] += found
            }
            return values.mapValues { $0.sorted { $0.at < $1.at } }
        }
    }

    private func sizes(_ values: [StorageMetric: [StorageMetric.Value]]) -> StorageSizes {
        var sizes = StorageSizes()
        let allocated = (context.inventory.databases[.instance]?.value ?? []).reduce(into: [String: Int]()) {
            found, database in
            found[database.id] = database.storage.value.map { $0.allocated << 30 }
        }
        for (metric, series) in values {
            guard let last = series.last else { continue }
            switch metric {
            case .free(let id):
                guard let all = allocated[id] else { continue }
                sizes.databases[id] = .init(bytes: max(0, all - last.bytes), origin: "CloudWatch FreeStorageSpace")
                sizes.growth[id] = series.growth(isFalling: true)
            case .volume(let id):
                sizes.databases[id] = .init(bytes: last.bytes, origin: "CloudWatch VolumeBytesUsed")
                sizes.growth[id] = series.growth(isFalling: false)
            case .bucket(let name, let type):
                let word = Self.classes[type] ?? type
                sizes.buckets[name, default: .init(classes: [:], origin: "CloudWatch BucketSizeBytes")]
                    .classes[word] = last.bytes
                if word == "STANDARD" { sizes.growth[name] = series.growth(isFalling: false) }
            case .objects: continue
            }
        }
        for (metric, series) in values {
            guard case .objects(let name) = metric, let last = series.last else { continue }
            sizes.buckets[name]?.objects = last.bytes
        }
        return sizes
    }
}
