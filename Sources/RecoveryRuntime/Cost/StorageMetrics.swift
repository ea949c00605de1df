package import AWSCore
import AWSServices
package import RecoveryEngine
package import RecoveryModel

/// How large databases and buckets are and how they grow, as CloudWatch has it: one question for each five hundred metrics,
/// a value a day of the last month.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
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
    /// What is known of the target's databases and buckets; what has no value is left out, and what CloudWatch does not
    /// say wholly is unknown.
    ///
    /// - Throws: `CancellationError`.
    package func sizes() async throws -> Collected<StorageSizes> {
        let metrics = StorageMetric.all(of: context)
        var series: [StorageMetric: StorageMetric.Series] = [:]
        for start in stride(from: 0, to: metrics.count, by: Self.most) {
            let part = Array(metrics[start..<min(start + Self.most, metrics.count)])
            switch try await ask(part) {
            case .unavailable(let failure): return .unavailable(failure)
            case .known(let found): series.merge(found) { first, _ in first }
            }
        }
        return .known(StorageSizes(metrics.compactMap { metric in series[metric].map { (metric, $0) } }, in: context))
    }

    private func ask(_ metrics: [StorageMetric]) async throws -> Collected<[StorageMetric: StorageMetric.Series]> {
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
            var series: [StorageMetric: StorageMetric.Series] = [:]
            for result in results {
                guard let number = result.id.flatMap({ Int($0.dropFirst()) }), metrics.indices.contains(number) else {
                    continue
                }
                let found = zip(result.timestamps ?? [], result.values ?? []).compactMap { time, value in
                    StorageMetric.Value(time, value)
                }
                series[metrics[number], default: .init()].add(found, status: result.statusCode?.rawValue)
            }
            for metric in series.keys { series[metric]?.values.sort { $0.at < $1.at } }
            return series
        }
    }
}
