import AWSCore
import AWSServices
import RecoveryModel

extension AlertingObservation {
    /// What became of a topic's notifications in the last days, in one question.
    func deliveries(of topic: String, until now: Instant) async throws -> Collected<Deliveries> {
        let names = ["NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"]
        let input = CloudWatch.GetMetricDataInput(
            metricDataQueries: names.enumerated().map { index, name in
                CloudWatch.MetricDataQuery(
                    id: "m\(index)",
                    metricStat: CloudWatch.MetricStat(
                        metric: CloudWatch.Metric(
                            namespace: "AWS/SNS", metricName: name,
                            dimensions: [CloudWatch.Dimension(name: "TopicName", value: topic)]), period: 86_400,
                        stat: "Sum"))
            },
            startTime: Timestamp(milliseconds: now.adding(seconds: -Double(Deliveries.days * 86_400)).milliseconds),
            endTime: Timestamp(milliseconds: now.milliseconds))
        let results = try await observer.list(CloudWatch.getMetricDataPages, input) {
            try $0.metricDataResults.required("MetricDataResults")
        }
        return results.flatMap { results in
            do {
                let counts = try names.indices.map { try Self.sum(of: "m\($0)", in: results) }
                return .known(Deliveries(delivered: counts[0], failed: counts[1]))
            } catch {
                return .unavailable(CollectionFailure(operation: "cloudwatch:GetMetricData", reason: "\(error)"))
            }
        }
    }

    /// - Throws: `MissingMember` for what CloudWatch does not answer, or only a part of: a failure may be in the rest.
    private static func sum(of id: String, in results: [CloudWatch.MetricDataResult]) throws -> Int {
        let own = results.filter { $0.id == id }
        guard own.last?.statusCode == .complete else { throw MissingMember("the whole of \(id)") }
        // A topic that has sent nothing has an empty list.
        return Int(try own.flatMap { try $0.values.required("Values") }.reduce(0, +).rounded(.up))
    }
}
