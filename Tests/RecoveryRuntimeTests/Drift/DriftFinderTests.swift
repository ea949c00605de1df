import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// What is drift: a setting whose value is not that of the last apply.
@Suite struct DriftFinderTests {
    private let database = ResourceReference(.database, "kb")
    private let control = ControlDescription(
        id: "database.backup-retention", title: "Automated backups are retained long enough", why: "", severity: .high,
        standards: [], field: "databases[].backups.retention")

    /// The drift of a violated retention, seen as `now`, from a baseline of another value or another text.
    private func drift(from was: (value: JSONValue, shown: String)?, to now: JSONValue) async throws -> DriftReport {
        let aws = ScriptedAWS(["cloudtrail:LookupEvents": [.ok(#"{"Events": []}"#)]])
        let finding = Finding(
            control: control, resource: database, verdict: .violated, required: "at least 30 days",
            observed: "now", remedy: nil)
        let audit = AuditResult(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: Instant(seconds: 1_000_000),
            findings: [finding])
        func values(_ value: JSONValue, _ shown: String) -> [ObservedValue] {
            [ObservedValue(resource: database, control: control.id, value: value, shown: shown)]
        }
        return try await DriftFinder(client: aws.client).drift(
            audit, values(now, "now"),
            from: was.map { AppliedBaseline(of: audit, values: values($0.value, $0.shown)) })
    }

    @Test func `another wording of the same value is no drift`() async throws {
        let report = try await drift(from: (.integer(7), "a week, as an older version said it"), to: .integer(7))
        #expect(report.differences.isEmpty)
        #expect(report.baselineAt == Instant(seconds: 1_000_000))
    }

    @Test func `another value is drift, whatever its wording, with the text of the baseline`() async throws {
        let report = try await drift(from: (.integer(30), "now"), to: .integer(3))
        #expect(report.differences.map(\.was) == ["now"])
        #expect(report.differences.map(\.control) == [control.id])
    }

    @Test func `without a baseline nothing is compared`() async throws {
        let report = try await drift(from: nil, to: .integer(3))
        #expect(report.differences.isEmpty && report.baselineAt == nil)
        #expect(report.conclusion == .incomplete)
    }

    @Test func `a shorter retention says what can no longer be restored`() async throws {
        let report = try await drift(from: (.integer(30), "30 days"), to: .integer(1))
        #expect(
            report.differences.first?.meaning
                == "the recovery window shrank from 30 days to 1 day: nothing older can be restored")
    }
}

/// Who changed a setting, by events as CloudTrail has them.
@Suite struct ChangeAuthorsTests {
    private func event(
        _ name: String, by user: String, at seconds: Int, resource: String = "kb", refused: Bool = false,
        readOnly: Bool = false
    ) -> String {
        let record =
            #"{\"requestParameters\": {\"name\": \"\#(resource)\"}\#(refused ? #", \"errorCode\": \"AccessDenied\""# : "")}"#
        return
            #"{"EventName": "\#(name)", "Username": "\#(user)", "EventTime": \#(seconds), "ReadOnly": "\#(readOnly)", "CloudTrailEvent": "\#(record)"}"#
    }

    private func author(_ answers: [Answer], _ operations: Set<String>) async throws -> DriftReport.Authorship {
        let aws = ScriptedAWS(["cloudtrail:LookupEvents": answers])
        return try await ChangeAuthors(client: aws.client, since: nil).author(of: ["kb"], by: operations)
    }

    private func page(_ events: [String], next: String? = nil) -> Answer {
        .ok(#"{"Events": [\#(events.joined(separator: ", "))]\#(next.map { #", "NextToken": "\#($0)""# } ?? "")}"#)
    }

    private func known(_ user: String, _ event: String, _ seconds: Int) -> DriftReport.Authorship {
        .known(.init(user: user, event: event, at: Instant(seconds: seconds)))
    }

    @Test func `who only tagged it, was refused, or only looked did not change it`() async throws {
        let events = [
            event("TagResource", by: "ben", at: 900), event("PutMetricAlarm", by: "cleo", at: 800, refused: true),
            event("DescribeAlarms", by: "dora", at: 700, readOnly: true),
            event("DisableAlarmActions", by: "anna", at: 600), event("PutMetricAlarm", by: "earlier", at: 500),
        ]
        #expect(
            try await author([page(events)], ["PutMetricAlarm", "DisableAlarmActions"])
                == known("anna", "DisableAlarmActions", 600))
    }

    @Test func `an operation of another setting did not change it, however late it was`() async throws {
        let events = [
            event("PutBucketVersioning", by: "deploy-pipeline", at: 900),
            event("DeleteBucketReplication", by: "anna", at: 600),
        ]
        let replication = SettingOperations.names(for: "storage.replication")
        #expect(try await author([page(events)], replication) == known("anna", "DeleteBucketReplication", 600))
        let none = [page([events[0]])] + Array(repeating: page([]), count: replication.count)
        #expect(try await author(none, replication) == .nobody)
    }

    @Test func `of what no call changes nobody is asked for`() async throws {
        #expect(try await author([], []) == .nobody)
    }

    @Test func `every page is read`() async throws {
        let pages = [
            page([event("TagResource", by: "ben", at: 900)], next: "2"),
            page([event("PutBucketVersioning", by: "anna", at: 100)]),
        ]
        #expect(try await author(pages, ["PutBucketVersioning"]) == known("anna", "PutBucketVersioning", 100))
    }

    @Test func `a call that CloudTrail keeps under no resource is found by its name`() async throws {
        let found = [
            event("PutDashboard", by: "ben", at: 90, resource: "other"), event("PutDashboard", by: "anna", at: 80),
        ]
        #expect(try await author([page([]), page(found)], ["PutDashboard"]) == known("anna", "PutDashboard", 80))
    }

    @Test func `more events than are read are not taken for all`() async throws {
        let pages = (1...20).map { page([event("TagResource", by: "ben", at: 900)], next: "\($0)") }
        let found = try await author(pages + [page([])], ["PutBucketVersioning"])
        guard case .unavailable(let reason) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(reason.contains("more than 20 events"), "\(reason)")
    }

    @Test func `not to be permitted is not the same as to find nobody`() async throws {
        #expect(try await author([page([])], ["PutDashboard"]) == .nobody)
        let refused = try await author([.error("AccessDeniedException")], ["PutDashboard"])
        guard case .unavailable(let reason) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(reason.contains("AccessDeniedException"))
    }
}
