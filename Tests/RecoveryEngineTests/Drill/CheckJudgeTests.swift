import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct CheckJudgeTests {
    private let point = RecoveryPoint(
        kind: .pointInTime, snapshot: nil, time: DrillFixtures.snapshotTime, reason: "as asked")

    private func answers(_ values: [String: String?]) -> Answers {
        Answers(
            takenAt: DrillFixtures.start,
            observations: values.map {
                CheckObservation(name: $0.key, value: $0.value, error: $0.value == nil ? "e" : nil, milliseconds: 1)
            })
    }

    private func verdict(
        _ check: PlannedCheck, source: [String: String?], copy: [String: String?]
    ) -> CheckResult.Verdict? {
        CheckJudge.judge([check], source: answers(source), restored: answers(copy)).first?.verdict
    }

    @Test func `counts are bounded by the recovery point's time on both sides`() {
        let sql = CheckPlanner.plan(DrillFixtures.request(), point: point, server: "15.18").map(\.sql)
        #expect(
            sql[0] == "select count(*) from \"entries\" where \"created_at\" <= '2026-11-23T02:05:00Z'::timestamptz")
        #expect(sql[1] == "select count(*) from \"entries\" where \"created_at\" > '2026-11-23T02:05:00Z'::timestamptz")
    }

    @Test func `checks from the policy cannot break out of their quotes`() {
        let request = DrillFixtures.request {
            $0.checks = [PolicyCheck(name: "x", kind: .checksum(table: "a\"; drop", columns: ["b\""], until: "c\""))]
        }
        let sql = CheckPlanner.plan(request, point: point, server: "15.18")[0].sql
        #expect(sql.contains("from \"a\"\"; drop\" where \"c\"\"\" <="))
        #expect(sql.contains("row(\"b\"\"\")"))
    }

    @Test func `numbers are compared as numbers, and bounds as bounds`() {
        func check(_ expectation: PlannedCheck.Expectation) -> PlannedCheck {
            PlannedCheck(name: "n", origin: .policy, sql: "select 1", expectation: expectation)
        }
        #expect(verdict(check(.equal("0")), source: [:], copy: ["n": "0.00"]) == .passed)
        #expect(verdict(check(.equal("0")), source: [:], copy: ["n": "1"]) == .failed)
        #expect(verdict(check(.atLeast(2)), source: [:], copy: ["n": "2"]) == .passed)
        #expect(verdict(check(.atLeast(2)), source: [:], copy: ["n": "1"]) == .failed)
        #expect(verdict(check(.atMost(2)), source: [:], copy: ["n": "NULL"]) == .failed)
        #expect(verdict(check(.measured), source: [:], copy: ["n": "NULL"]) == .failed)
        #expect(verdict(check(.sameAsSource), source: ["n": "5"], copy: ["n": "5"]) == .passed)
        #expect(verdict(check(.sameAsSource), source: [:], copy: ["n": "5"]) == .errored)
        #expect(verdict(check(.sameAsSource), source: ["n": "5"], copy: ["n": nil]) == .errored)
        #expect(verdict(check(.sameAsSource), source: ["n": "5"], copy: [:]) == .errored)
        let bound = PlannedCheck.Expectation.notAfter(DrillFixtures.snapshotTime)
        #expect(verdict(check(bound), source: [:], copy: ["n": "2026-11-23 02:05:00+00"]) == .passed)
        #expect(verdict(check(bound), source: [:], copy: ["n": "2026-11-23 02:05:00.2+00"]) == .failed)
    }

    @Test func `a schema that has moved on explains differences of structure and nothing else`() {
        let schema = CheckName.schemaVersion
        let checks = [
            PlannedCheck(name: schema, origin: .policy, sql: "s", expectation: .sameAsSource),
            PlannedCheck(name: "tables", origin: .builtIn, sql: "t", expectation: .sameAsSource, isStructural: true),
            PlannedCheck(name: "rows", origin: .policy, sql: "r", expectation: .sameAsSource),
        ]
        let older = CheckJudge.judge(
            checks, source: answers([schema: "10", "tables": "a", "rows": "1"]),
            restored: answers([schema: "9", "tables": "b", "rows": "2"]))
        #expect(older.map(\.verdict) == [.warned, .warned, .failed])
        let newer = CheckJudge.judge(
            checks, source: answers([schema: "9", "tables": "a", "rows": "1"]),
            restored: answers([schema: "10", "tables": "b", "rows": "1"]))
        #expect(newer.map(\.verdict) == [.failed, .failed, .passed])
    }

    @Test func `nothing verified is not verified`() {
        #expect(!CheckJudge.isVerified([]))
        let builtIn = CheckResult(
            name: "b", origin: .builtIn, query: "q", queryDigest: "d", expected: "1", got: "1", milliseconds: 1,
            verdict: .passed)
        #expect(!CheckJudge.isVerified([builtIn]))
    }

    @Test func `user data is kept only as a digest`() {
        let check = PlannedCheck(name: "n", origin: .policy, sql: "q", expectation: .measured)
        #expect(PresentableValue.of("alice@example.com", check: check).hasPrefix("sha256:"))
        #expect(PresentableValue.of("42", check: check) == "42")
        #expect(PresentableValue.of("2026-11-23 02:05:00.2+00", check: check) == "2026-11-23 02:05:00.2+00")
        #expect(PresentableValue.of(nil, check: check) == "NULL")
        let text = PlannedCheck(name: "n", origin: .policy, sql: "q", expectation: .equal("alice"))
        #expect(verdict(text, source: [:], copy: ["n": PresentableValue.of("alice", check: text)]) == .passed)
    }

    @Test func `polling is dense near the expected time and never denser than allowed`() {
        #expect(PollPacing.pause(elapsed: 0, expected: nil, interval: 2_000) == 2_000)
        #expect(PollPacing.pause(elapsed: 600_000, expected: nil, interval: 2_000) == 30_000)
        #expect(PollPacing.pause(elapsed: 0, expected: 60_000, interval: 2_000) == 15_000)
        #expect(PollPacing.pause(elapsed: 58_000, expected: 60_000, interval: 2_000) == 2_000)
        #expect(PollPacing.pause(elapsed: 100, expected: 800, interval: 50) == 175)
        for elapsed in stride(from: 0, to: 2_000_000, by: 7_919) {
            #expect(PollPacing.pause(elapsed: elapsed, expected: 900_000, interval: 2_000) >= 2_000)
        }
    }
}
