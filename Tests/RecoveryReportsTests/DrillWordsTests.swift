import Digests
import RecoveryModel
import RecoveryReports
import Testing

@Suite("Words of a drill")
struct DrillWordsTests {
    private func text(_ change: (inout DrillRecord) -> Void) throws -> String {
        var record = try Samples().verifiedDrill()
        change(&record)
        return record.text(TextLayout(width: 200, verbose: true))
    }

    private func check(expected: String, got: String?) -> CheckResult {
        CheckResult(
            name: "roles", origin: .builtIn, query: "select", queryDigest: "", expected: expected, got: got,
            milliseconds: 10, verdict: expected == got ? .passed : .failed)
    }

    @Test(arguments: [
        (0, "0 objects"), (1, "1 object"), (12, "12 objects"), (1_234, "1,234 objects"),
    ])
    func `fingerprints that agree are shown as the same`(count: Int, objects: String) throws {
        let value = "\(count) \(SHA256.hex("catalog"))"
        #expect(
            try text { $0.checks = [check(expected: value, got: value)] }.contains("roles: same (\(objects)) (10 ms)"))
    }

    @Test func `fingerprints that differ are shown shortened, and counts as they are`() throws {
        let (new, old) = (SHA256.hex("new"), SHA256.hex("old"))
        let differing = try text { $0.checks = [check(expected: "2 \(new)", got: "1 \(old)")] }
        #expect(differing.contains("expected 2 objects (\(new.prefix(8))…), got 1 object (\(old.prefix(8))…)"))
        #expect(try text { $0.checks = [check(expected: "200", got: "200")] }.contains("expected 200, got 200"))
        #expect(try text { $0.checks = [check(expected: "3 \(new)", got: nil)] }.contains("got no answer"))
        // A checksum is a count and a sum, not a digest.
        #expect(try text { $0.checks = [check(expected: "2 -71", got: "2 -71")] }.contains("expected 2 -71, got 2 -71"))
    }

    @Test func `JSON keeps the whole values`() throws {
        var record = try Samples().verifiedDrill()
        let value = "2 \(SHA256.hex("catalog"))"
        record.checks = [check(expected: value, got: value)]
        #expect(record.json.contains("\"expected\": \"\(value)\""))
        #expect(record.json.contains("\"startedAt\": \"\(record.startedAt)\""))
    }

    @Test func `only a drill that came to its restore says that it restored`() throws {
        let point = "snapshot rds:kb-prod-2026-11-23-02-05, data as of "
        #expect(try text { _ in }.contains("restored: \(point)"))
        #expect(try text { $0.verdict = .planned }.contains("to restore: \(point)"))
        #expect(
            try text { record in
                record.verdict = .failed
                record.objectives.rtoAvailable = nil
            }.contains("chosen, restore not finished: \(point)"))
        // The phase began, and AWS refused the call.
        #expect(
            try text { record in
                record.verdict = .failed
                record.objectives.rtoAvailable = nil
                record.calls = [
                    ChangingCall(
                        operation: "rds:RestoreDBInstanceFromDBSnapshot", resource: "r", requestID: "i",
                        error: "AccessDenied")
                ]
            }.contains("chosen, not restored: \(point)"))
        #expect(try text { $0.recoveryPoint = nil }.contains("recovery point: none"))
    }
}
