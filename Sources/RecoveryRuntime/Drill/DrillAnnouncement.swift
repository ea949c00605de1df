package import AWSCore
import AWSNames
import AWSServices
package import RecoveryModel

/// Tells CloudWatch and the policy's topic how a drill ended; alarms on silence and on failure stand on it.
package struct DrillAnnouncement: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// Both, whatever happens to either; what did not work is returned for people to read. Of a drill that was refused only
    /// the topic is told: it has measured nothing.
    package func announce(_ record: DrillRecord, topic: String?) async -> [String] {
        var troubles: [String] = []
        if record.verdict != .refused {
            do {
                try await putMetrics(record)
            } catch {
                troubles.append("the drill's metrics were not published: \(error)")
            }
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
        let dimensions = ["Policy": record.policy, "Database": record.source]
        // A verified drill begins the age anew; the nightly audit goes on counting.
        var samples = record.verdict == .verified ? [MetricSample("DrillAge", dimensions, 0, .seconds)] : []
        samples += [
            MetricSample("DrillRun", dimensions, 1, .count),
            MetricSample("DrillVerified", dimensions, record.verdict == .verified ? 1 : 0, .count),
            MetricSample("DrillLeftovers", dimensions, Double(record.leftovers.count), .count),
        ]
        let measured = record.objectives
        for (name, milliseconds) in [
            ("DrillRTO", measured.rtoVerified), ("DrillRTOAvailable", measured.rtoAvailable),
            ("DrillRTOWarmed", measured.rtoWarmed), ("DrillRPO", measured.rpoRealised),
        ] {
            guard let milliseconds else { continue }
            samples.append(MetricSample(name, dimensions, Double(milliseconds) / 1_000, .seconds))
        }
        try await MetricPublisher(client: client).publish(samples, at: record.endedAt)
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
