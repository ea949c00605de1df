import AWSCore
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Tests of alarms by their calls")
struct AlarmTestRunnerTests {
    private static let topic = "arn:aws:sns:us-east-1:123456789012:kb-alerts"
    private static let queue = "arn:aws:sqs:us-east-1:123456789012:drctl-alarms-test-1"
    /// 2026-11-23T05:10:00Z.
    private static let now = Instant(seconds: 1_795_410_600)

    private static func request(alarm: String, probe: Bool = false) -> AlarmTestRequest {
        AlarmTestRequest(
            id: "1", policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, caller: "me",
            topic: topic, usesProbe: probe, startedAt: now, wait: 0, pause: 0,
            chains: [AlertChain(alarm: alarm, serving: alarm, links: [])])
    }

    private static func alarm(_ state: String, since: String?) -> Answer {
        let time = since.map { "<StateTransitionedTimestamp>\($0)</StateTransitionedTimestamp>" } ?? ""
        return .list("MetricAlarms", ["<AlarmName>kb</AlarmName><StateValue>\(state)</StateValue>\(time)"])
    }

    private static func history(_ entries: [(at: String, summary: String)]) -> Answer {
        .list(
            "AlarmHistoryItems",
            entries.map {
                "<Timestamp>\($0.at)</Timestamp><HistoryItemType>Action</HistoryItemType>"
                    + "<HistorySummary>\($0.summary)</HistorySummary>"
            })
    }

    private static func run(_ request: AlarmTestRequest, _ script: ScriptedAWS.Script) async -> AlarmTestRecord {
        await AlarmTestRunner(client: ScriptedAWS(script).client, request: request, now: { now }, tell: { _ in }).run()
    }

    @Test(arguments: [
        ("2026-11-23T04:00:00Z" as String?, "2026-11-23T04:00:01Z", AlarmTestRecord.Outcome.executed),
        ("2026-11-23T04:00:00Z", "2026-11-23T04:00:00Z", .executed),
        ("2026-11-23T04:00:00Z", "2026-11-22T04:00:01Z", .unknown),
        (nil, "2026-11-23T04:00:01Z", .unknown),
    ])
    func `of an alarm that is in ALARM count what was executed since`(
        since: String?, at: String, outcome: AlarmTestRecord.Outcome
    ) async {
        let record = await Self.run(
            Self.request(alarm: "kb"),
            [
                "monitoring:DescribeAlarms": [Self.alarm("ALARM", since: since)],
                "monitoring:DescribeAlarmHistory": [
                    Self.history([(at, "Successfully executed action \(Self.topic)")])
                ],
            ])
        #expect(record.alarms.map(\.outcome) == [outcome], "\(record.alarms)")
    }

    @Test(arguments: [
        ("Successfully executed action arn:aws:sns:us-east-1:123456789012:kb-alerts", true),
        ("Successfully executed action arn:aws:sns:us-east-1:123456789012:kb-alerts.", true),
        ("Failed to execute action arn:aws:sns:us-east-1:123456789012:kb-alerts: Received error: \"x\"", true),
        ("Failed to execute action 'arn:aws:sns:us-east-1:123456789012:kb-alerts', x", true),
        ("Successfully executed action arn:aws:sns:us-east-1:123456789012:kb-alerts-old", false),
        ("Successfully executed action arn:aws:sns:us-east-1:123456789012:kb-alerts.fifo", false),
        ("Successfully executed action arn:aws:sns:us-east-1:123456789012:old-kb-alerts", false),
        ("", false),
    ])
    func `take no other topic for the policy's`(summary: String, names: Bool) {
        let entry = AlarmHistory.Entry(at: Timestamp(milliseconds: 0), kind: "Action", summary: summary)
        #expect(entry.names(Self.topic) == names)
    }

    @Test func `say how a state is put back by a command that can be pasted`() async {
        let name = "kb's alarm"
        let record = await Self.run(
            Self.request(alarm: name),
            [
                "monitoring:DescribeAlarms": [Self.alarm("OK", since: "2026-11-23T04:00:00Z"), .denied],
                "monitoring:DescribeAlarmHistory": [Self.history([])],
                "monitoring:SetAlarmState": [.empty],
            ])
        let command =
            "aws cloudwatch set-alarm-state --alarm-name 'kb'\\''s alarm' --state-value OK "
            + "--state-reason 'put back manually' --region us-east-1 ("
        #expect(record.leftovers.count == 1)
        #expect(
            record.leftovers.first?.hasPrefix("alarm \(name) is in ALARM and was OK: \(command)") == true,
            "\(record.leftovers)")
    }

    private static let gone: ScriptedAWS.Script = [
        "sns:ListSubscriptionsByTopic": [.error("NotFound", 404)],
        "sqs:GetQueueUrl": [
            .ok(#"{"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/drctl-alarms-test-1"}"#)
        ],
        "sqs:DeleteQueue": [.ok()],
    ]

    @Test func `delete a probe whose topic is gone, and none whose subscriptions cannot be read`() async throws {
        let aws = ScriptedAWS(Self.gone)
        try await ProbeRemoval(client: aws.client, topic: Self.topic).remove(queue: Self.queue)
        #expect(aws.calls(of: "sqs:DeleteQueue").count == 1)
        let denied = ScriptedAWS(Self.gone.merging(["sns:ListSubscriptionsByTopic": [.denied]]) { $1 })
        await #expect(throws: ClientError.self) {
            try await ProbeRemoval(client: denied.client, topic: Self.topic).remove(queue: Self.queue)
        }
        #expect(denied.calls(of: "sqs:DeleteQueue").isEmpty)
    }

    @Test func `clean up what a killed one has left, also where the topic is gone`() async throws {
        let tags = [
            (AlarmTestTag.policy, "kb"), (AlarmTestTag.test, "1"), (AlarmTestTag.expires, "2026-11-23T05:00:00Z"),
        ]
        let written = tags.map { #"{"Key": "\#($0.0)", "Value": "\#($0.1)"}"# }.joined(separator: ",")
        let found = #"{"ResourceTagMappingList": [{"ResourceARN": "\#(Self.queue)", "Tags": [\#(written)]}]}"#
        let aws = ScriptedAWS(
            Self.gone.merging([
                "monitoring:DescribeAlarms": [.list("MetricAlarms", [])], "tagging:GetResources": [.ok(found)],
            ]) { $1 })
        let leftovers = try await AlarmTestLeftovers(client: aws.client, policy: "kb", topic: Self.topic)
            .remove(at: Self.now)
        #expect(leftovers.removed == ["queue \(Self.queue) deleted, left by test 1"])
        #expect(aws.calls(of: "sqs:DeleteQueue").count == 1)
    }

    @Test func `know every composite alarm, whatever its name`() async throws {
        func composite(_ name: String, _ rest: String) -> String {
            "<AlarmName>\(name)</AlarmName><AlarmActions><member>\(Self.topic)</member></AlarmActions>\(rest)"
        }
        let rule = "<AlarmRule>ALARM(kb-heartbeat)</AlarmRule>"
        let enabled = "<ActionsEnabled>true</ActionsEnabled>"
        let answer = Answer.ok(
            "<CompositeAlarms><member>\(composite("theirs", enabled + rule))</member>"
                + "<member>\(composite("unclear", enabled))</member></CompositeAlarms><MetricAlarms></MetricAlarms>")
        let observer = Observer(client: ScriptedAWS(["monitoring:DescribeAlarms": [answer]]).client)
        let observation = AlertingObservation(
            observer: observer, account: ScriptedAWS.account, region: ScriptedAWS.region)
        let alarms = try #require(try await observation.alarms(prefix: "kb-").value)
        #expect(alarms.keys.sorted() == ["theirs", "unclear"])
        #expect(alarms["theirs"]?.value?.foreign == ["AlarmRule": "ALARM(kb-heartbeat)"])
        #expect(alarms["theirs"]?.value?.alarmActions == [Self.topic])
        #expect(alarms["unclear"]?.failure != nil)
    }
}
