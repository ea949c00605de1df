package import AWSCore
import AWSNames
import AWSServices
package import RecoveryModel

/// Tells CloudWatch and the policy's topic how a drill ended; alarms on silence and on failure stand on it.
package struct DrillAnnouncement: Sendable {
    /// The namespace that the policy's alarms and dashboard look at.
    package static let namespace = "DR/drctl"

    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// Both, whatever happens to either; what did not work is returned for people to read.
    package func announce(_ record: DrillRecord, topic: String?) async -> [String] {
        var troubles: [String] = []
        do {
            try await putMetrics(record)
        } catch {
            troubles.append("the drill's metrics were not published: \(error)")
        }
        guard let topic else { return troubles }
        do {
            try await publish(record, topic: topic)
        } catch {
            troubles.append("topic \(topic) was not told: \(error)")
        }
        return troubles
    }

    private func putMetrics(_ record: DrillRecord) async throws {
        let time = Timestamp(milliseconds: record.endedAt.milliseconds)
        let dimensions = [
            CloudWatch.Dimension(name: "Policy", value: record.policy),
            CloudWatch.Dimension(name: "Database", value: record.source),
        ]
        func datum(_ name: String, _ value: Double, _ unit: CloudWatch.StandardUnit) -> CloudWatch.MetricDatum {
            var datum = CloudWatch.MetricDatum(metricName: name)
            datum.dimensions = dimensions
            datum.timestamp = time
            datum.value = value
            datum.unit = unit
            return datum
        }
        // A verified drill begins the age anew; the nightly audit goes on counting.
        var data = record.verdict == .verified ? [datum("DrillAge", 0, .seconds)] : []
        data += [
            datum("DrillRun", 1, .count),
            datum("DrillVerified", record.verdict == .verified ? 1 : 0, .count),
            datum("DrillLeftovers", Double(record.leftovers.count), .count),
        ]
        if let rto = record.objectives.rtoVerified { data.append(datum("DrillRTO", Double(rto) / 1_000, .seconds)) }
        if let rpo = record.objectives.rpoRealised { data.append(datum("DrillRPO", Double(rpo) / 1_000, .seconds)) }
        var input = CloudWatch.PutMetricDataInput(namespace: Self.namespace)
        input.metricData = data
        _ = try await client.send(CloudWatch.putMetricData, input)
    }

    private func publish(_ record: DrillRecord, topic: String) async throws {
        let scope = record.scope
        let arn = "arn:\(scope.region.partition.rawValue):sns:\(scope.region):\(scope.account):\(topic)"
        let subject = "Restore drill of \(record.source): \(record.verdict.rawValue)"
        var input = SNS.PublishInput(message: try CanonicalJSON.text(of: Message(record)))
        input.topicArn = arn
        input.subject = String(subject.prefix(99))
        _ = try await client.send(SNS.publish, input)
    }

    private struct Message: Encodable {
        var drill: DrillID
        var policy: String
        var source: String
        var verdict: DrillVerdict
        var summary: String
        var endedAt: Instant
        var rtoMilliseconds: Int?
        var rpoMilliseconds: Int?
        var leftovers: [String]

        init(_ record: DrillRecord) {
            drill = record.drill
            policy = record.policy
            source = record.source
            verdict = record.verdict
            summary = record.summary
            endedAt = record.endedAt
            rtoMilliseconds = record.objectives.rtoVerified
            rpoMilliseconds = record.objectives.rpoRealised
            leftovers = record.leftovers.map(\.id)
        }
    }
}
