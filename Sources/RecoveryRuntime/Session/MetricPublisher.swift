package import AWSCore
import AWSServices
package import RecoveryModel

/// Publishes metrics in the namespace that the policy's alarms and dashboard use.
package struct MetricPublisher: Sendable {
    package static let namespace = "DR/drctl"

    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// - Throws: `ClientError`, `CancellationError`.
    package func publish(_ samples: [MetricSample], at instant: Instant) async throws {
        let data = samples.map { sample in
            var datum = CloudWatch.MetricDatum(metricName: sample.name)
            datum.dimensions = sample.dimensions.sorted { $0.key < $1.key }.map {
                CloudWatch.Dimension(name: $0.key, value: $0.value)
            }
            datum.timestamp = Timestamp(milliseconds: instant.milliseconds)
            datum.value = sample.value
            datum.unit = sample.unit == .seconds ? .seconds : .count
            return datum
        }
        // A call accepts up to a thousand:
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
        for start in stride(from: 0, to: data.count, by: 1_000) {
            var input = CloudWatch.PutMetricDataInput(namespace: Self.namespace)
            input.metricData = Array(data[start..<min(start + 1_000, data.count)])
            _ = try await client.send(CloudWatch.putMetricData, input)
        }
    }
}
