package import AWSCore
import AWSNames
import AWSServices
package import RecoveryModel

/// Publishes a drill's result to CloudWatch and the policy's topic; alarms on missing and failed drills depend on it.
package struct DrillAnnouncement: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// Publishes to both, even if one fails, and returns the failures for people to read. A refused drill has measured
    /// nothing, so it only notifies the topic.
    ///
    /// - Parameter anchor: The head of the evidence with this drill, which the notice keeps outside of it.
    package func announce(_ record: DrillRecord, topic: String?, anchor: EvidenceAnchor?) async -> [String] {
        var troubles: [String] = []
        // A recovery proves no more than that it was needed: the drills' metrics stay as they are.
        if record.verdict != .refused, record.recovery == nil {
            do {
                try await putMetrics(record)
            } catch {
                troubles.append("failed to publish the drill's metrics: \(error)")
            }
        }
        guard let topic else { return troubles }
        do {
            try await publish(record, topic: topic, anchor)
        } catch {
            troubles.append("failed to notify topic \(topic): \(error)")
        }
        return troubles
    }

    private func putMetrics(_ record: DrillRecord) async throws {
        let dimensions = ["Policy": record.policy, "Database": record.source]
        // A verified drill resets the age; the nightly audit continues it.
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

    private func publish(_ record: DrillRecord, topic: String, _ anchor: EvidenceAnchor?) async throws {
        let scope = record.scope
        let arn = "arn:\(scope.region.partition.rawValue):sns:\(scope.region):\(scope.account):\(topic)"
        let what = record.recovery == nil ? "Restore drill" : "Recovery"
        let subject = "\(what) of \(record.source): \(record.verdict.rawValue)"
        var input = SNS.PublishInput(message: try CanonicalJSON.text(of: Message(record, anchor)))
        input.topicArn = arn
        input.subject = String(subject.prefix(99))
        _ = try await client.send(SNS.publish, input)
    }

    /// A topic where it is.
    package struct Topic: Hashable, Sendable, Comparable {
        package var scope: DrillScope
        package var name: String

        package init(scope: DrillScope, name: String) {
            self.scope = scope
            self.name = name
        }

        var arn: String { "arn:\(scope.region.partition.rawValue):sns:\(scope.region):\(scope.account):\(name)" }

        package static func < (left: Topic, right: Topic) -> Bool { left.arn < right.arn }
    }

    /// Notifies a topic of what a series has come to, with one message.
    ///
    /// - Throws: `ClientError`.
    package func notify(_ topic: Topic, of series: DrillSeries) async throws {
        let verified = series.records.count { $0.verdict == .verified }
        var input = SNS.PublishInput(message: try CanonicalJSON.text(of: SeriesMessage(series, verified: verified)))
        input.topicArn = topic.arn
        input.subject = "Restore drills: \(verified) of \(series.due.count) verified"
        _ = try await client.send(SNS.publish, input)
    }

    private struct SeriesMessage: Encodable {
        struct Failure: Encodable {
            var policy: String
            /// Nil when nobody could look which databases there are.
            var source: String?
            var reason: String
        }

        var series: String
        var endedAt: Instant
        var exitCode: Int32
        var verified: Int
        var drills: [Message]
        /// The databases without a drill that ran.
        var failures: [Failure]

        init(_ series: DrillSeries, verified: Int) {
            self.series = series.id
            endedAt = series.endedAt
            exitCode = series.exitCode
            self.verified = verified
            drills = series.records.map { Message($0, nil) }
            failures = series.entries.compactMap { entry in
                guard case .failed(let failure, _) = entry.outcome else { return nil }
                return Failure(
                    policy: entry.candidate.policy, source: entry.candidate.database, reason: failure.description)
            }
        }
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
        /// `policy:count:digest`; nil when the evidence was not stored.
        var evidence: String?

        init(_ record: DrillRecord, _ anchor: EvidenceAnchor?) {
            evidence = anchor?.description
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
