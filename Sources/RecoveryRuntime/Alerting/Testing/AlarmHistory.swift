import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// What CloudWatch's history says of the actions of one alarm.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
struct AlarmHistory: Sendable {
    /// An entry, as far as it matters here.
    struct Entry: Sendable, Hashable {
        var at: Timestamp
        var kind: String
        var summary: String

        /// True when an ARN stands in it as a whole: that of another topic may begin with it.
        func names(_ arn: String) -> Bool {
            summary.split { !($0.isLetter || $0.isNumber || "-_.:/".contains($0)) }.contains { word in
                // The end of a sentence is none of a name.
                var word = word
                while let last = word.last, last == "." || last == ":" { word.removeLast() }
                return word == arn
            }
        }
    }

    let client: AWSClient
    let alarm: String
    let topic: String

    /// The newest entries, the newest first.
    func newest() async throws -> [Entry] {
        let answer = try await client.send(
            CloudWatch.describeAlarmHistory,
            .init(
                alarmName: alarm, alarmTypes: [.metricAlarm], maxRecords: 50, scanBy: .timestampDescending))
        return try answer.alarmHistoryItems.required("AlarmHistoryItems").map {
            Entry(
                at: try $0.timestamp.required("Timestamp"),
                kind: try $0.historyItemType.required("HistoryItemType").rawValue,
                summary: $0.historySummary ?? "")
        }
    }

    /// What entries say of the action on the topic since an alarm went off; nil when they say nothing, or when nobody
    /// knows since when it is in ALARM.
    func execution(_ entries: [Entry], since: Instant?) -> AlarmExecution? {
        guard let since else { return nil }
        return execution(entries.filter { $0.at.milliseconds >= since.milliseconds })
    }

    /// What entries say of the action on the topic; nil when they say nothing.
    ///
    /// - Parameter fresh: Those of one change of the state.
    func execution(_ fresh: [Entry]) -> AlarmExecution? {
        guard let action = fresh.first(where: { $0.kind == "Action" && $0.names(topic) }) else { return nil }
        guard action.summary.hasPrefix("Successfully executed action") else { return .failed(action.summary) }
        let change = fresh.last { $0.kind == "StateUpdate" && $0.at <= action.at }
        return .succeeded(after: max(0, action.at.milliseconds - (change ?? action).at.milliseconds))
    }
}
