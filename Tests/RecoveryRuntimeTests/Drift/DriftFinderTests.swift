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

    @Test func `a violation without a baseline is drift from nothing`() async throws {
        let report = try await drift(from: nil, to: .integer(3))
        #expect(report.differences.count == 1)
        #expect(report.differences.first?.was == nil)
        #expect(report.baselineAt == nil)
    }
}
