import RecoveryModel
import Testing

@testable import RecoveryEngine

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
        let sql = CheckPlanner.plan(request, point: point, server: "13.9")[0].sql
        #expect(sql.contains("from \"a\"\"; drop\" where \"c\"\"\" <="))
        #expect(sql.contains("row(\"b\"\"\")"))
        let hashed = CheckPlanner.plan(request, point: point, server: "15.18")[0]
        #expect(
            hashed.isGenerator && hashed.sql.contains(#", '"a""; drop"', ' where "c""" <= ''2026"#), "\(hashed.sql)")
        #expect(hashed.sql.contains(#"unnest(array['b"'])"#) && hashed.sql.contains(#"'"a""; drop"'::regclass"#))
    }

    @Test func `a table that is counted and summed up to one time is read once`() throws {
        let request = DrillFixtures.request {
            $0.checks = [
                PolicyCheck(name: "rows", kind: .rowCount(table: "t", until: "at")),
                PolicyCheck(name: "all rows", kind: .rowCount(table: "t", until: nil)),
                PolicyCheck(name: "sum", kind: .checksum(table: "t", columns: ["a"], until: "at")),
            ]
        }
        let checks = CheckPlanner.plan(request, point: point, server: "15.18")
        #expect(checks.filter { $0.countOf != nil }.map(\.name) == ["rows"])
        let rows = try #require(checks.first { $0.name == "rows" })
        #expect(rows.countOf == "sum")
        #expect(CheckPlanner.baseline(checks).map(\.name).prefix(3) == ["rows", "rows: none after T", "all rows"])
        let result = CheckJudge.judge([rows], source: answers(["rows": "5"]), restored: answers(["rows": "5"]))[0]
        #expect(result.verdict == .passed && result.detail == "counted in the scan of sum")
        #expect(CheckJudge.judge([rows], source: answers(["rows": "5"]), restored: answers([:]))[0].verdict == .errored)
    }

    @Test func `a checksum of a sample says how much it proves, and is compared with its like only`() throws {
        let check = PlannedCheck(name: "sum", origin: .policy, sql: "select a from t", expectation: .sameAsSource)
        func judged(_ source: String, _ copy: String) -> CheckResult {
            CheckJudge.judge([check], source: answers(["sum": source]), restored: answers(["sum": copy]))[0]
        }
        let same = judged("100000 -71 1:100", "100000 -71 1:100")
        #expect(same.verdict == .passed)
        #expect(
            same.detail == "a sample of 100,000 rows: with 95 % confidence at most 0.0030 % of all rows differ")
        #expect(judged("100000 -71 1:100", "100000 -72 1:100").verdict == .failed)
        #expect(judged("100000 -71 1:100", "9000000 -72").verdict == .errored)
        #expect(judged("9000000 -72", "100000 -71 1:100").verdict == .errored)
        #expect(judged("2 -71 1:100", "2 -71 1:100").detail?.contains("says nothing") == true)
        #expect(judged("7 -71 1:100", "7 -71 1:100").detail?.contains("at most 42.8572 %") == true)
        // Of nothing it proves nothing.
        #expect(!CheckJudge.isVerified([judged("0 0 1:100", "0 0 1:100")]))
        let request = DrillFixtures.request {
            $0.checks = [
                PolicyCheck(name: "rows", kind: .rowCount(table: "t", until: nil)),
                PolicyCheck(name: "sum", kind: .checksum(table: "t", columns: ["a"], until: nil)),
            ]
            $0.sampleAbove = 1_024
        }
        let planned = CheckPlanner.plan(request, point: point, server: "15.18")
        #expect(planned[0].countOf == nil && planned[1].sql.contains("> 1024 then"))
        // What it asks reads data, and its answer is kept as it is.
        #expect(try ReadOnlyStatement(planned[1].sql).readsNothing == false)
        let kept = PresentableValue.of("100000 -1984004687381694003424 1:100", type: "text", check: planned[1])
        #expect(CheckSample(kept)?.rows == 100_000)
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

    /// The type that the database reports, its answer, what the policy expects, and whether that holds.
    @Test(
        arguments: [
            ("boolean", "t", "true", true), ("boolean", "t", "yes", true), ("boolean", "f", "false", true),
            ("boolean", "t", "false", false), ("boolean", "f", "0", true), ("boolean", "t", "t ", false),
            ("text", "2.5", "2.50", false), ("text", "7", "007", false), ("text", "7", "7", true),
            ("text", "t", "true", false),
            ("text", "alice", "alice", true), ("text", "alice", "Alice", false), ("text", "", "", true),
            ("character varying", "1e3", "1000", false), ("character", "ab ", "ab", true),
            ("character", "ab", "abc", false),
            ("bigint", "1152921504606846977", "1152921504606846976", false),
            ("bigint", "1152921504606846977", "1152921504606846977", true), ("bigint", "0", "-0", true),
            ("integer", "7", "007", true), ("integer", "7", "7.0", true), ("integer", "7", "seven", false),
            ("numeric", "2.50", "2.5", true), ("numeric", "0.00", "0", true),
            ("numeric", "2.5000000000000000001", "2.5", false),
            ("numeric", "NaN", "nan", true), ("numeric", "NaN", "0", false),
            ("double precision", "1e+20", "100000000000000000000", true),
            ("double precision", "0.1", "0.1", true),
            ("timestamp with time zone", "2026-11-23 02:05:00+00", "2026-11-23T03:05:00+01:00", true),
            ("timestamp with time zone", "2026-11-23 02:05:00.000001+00", "2026-11-23T02:05:00Z", false),
            ("timestamp with time zone", "2026-11-23 02:05:00.120+00", "2026-11-23T02:05:00.12Z", true),
            ("timestamp without time zone", "2026-11-23 02:05:00", "2026-11-23T02:05:00Z", true),
            ("date", "2026-11-23", "2026-11-23T00:00:00Z", true), ("date", "2026-11-23", "2026-11-24", false),
            ("uuid", "t", "true", false), ("interval", "PT1H", "PT60M", false),
        ] as [(String, String, String, Bool)])
    func `an answer is compared by the type of its column`(
        _ type: String, _ got: String, _ expected: String, _ holds: Bool
    ) {
        let check = PlannedCheck(name: "n", origin: .policy, sql: "select a from t", expectation: .equal(expected))
        let kept = PresentableValue.of(got, type: type, check: check)
        let answers = Answers(
            takenAt: DrillFixtures.start,
            observations: [CheckObservation(name: "n", value: kept, type: type, error: nil, milliseconds: 1)])
        #expect(CheckJudge.judge([check], source: nil, restored: answers)[0].verdict == (holds ? .passed : .failed))
    }

    @Test(
        arguments: [
            ("bigint", "1152921504606846977", "1152921504606846976", false), ("bigint", "9", "10", false),
            ("numeric", "2.50", "2.5", true), ("numeric", "2.4999999999999999999999", "2.5", false),
            ("double precision", "1e+300", "1", true), ("numeric", "NaN", "0", false), ("text", "9", "1", false),
            ("boolean", "t", "1", false), ("date", "2026-11-23", "1", false),
        ] as [(String, String, String, Bool)])
    func `a bound is as exact as an equality`(_ type: String, _ got: String, _ bound: String, _ holds: Bool) throws {
        let number = try #require(ExactDecimal(bound))
        let isUpper = ["1152921504606846976"].contains(bound)
        let check = PlannedCheck(
            name: "n", origin: .policy, sql: "select a from t",
            expectation: isUpper ? .atMost(number) : .atLeast(number))
        let answers = Answers(
            takenAt: DrillFixtures.start,
            observations: [
                CheckObservation(
                    name: "n", value: PresentableValue.of(got, type: type, check: check), type: type, error: nil,
                    milliseconds: 1)
            ])
        #expect(CheckJudge.judge([check], source: nil, restored: answers)[0].verdict == (holds ? .passed : .failed))
    }

    @Test(
        arguments: [
            ("select count(*) from t", "0", false), ("select count(*) from t", "12", true), ("select 1", "1", false),
            ("select true", "t", false), ("select exists (select from t)", "t", true),
            ("select exists (select from t)", "f", false),
            ("select count(*) || ' ' || 0 from t", "0 0", false), ("select count(*) || ' ' || 5 from t", "3 5", true),
            ("select max(a) from t", "NULL", false), ("select max(a) from t", "2026-11-23 02:05:00+00", true),
            ("select a from t", "sha256:0011", true), ("select '' from t", "", false),
            ("select sum(a) from t", "0.00", false),
        ] as [(String, String, Bool)])
    func `a check proves something only when it has read rows`(_ sql: String, _ got: String, _ proves: Bool) {
        let result = CheckResult(
            name: "n", origin: .policy, query: sql, queryDigest: "d", expected: got, got: got, milliseconds: 1,
            verdict: .passed)
        #expect(CheckJudge.isVerified([result]) == proves)
        let version = CheckResult(
            name: CheckName.schemaVersion, origin: .policy, query: "select v from s", queryDigest: "d", expected: "9",
            got: "9", milliseconds: 1, verdict: .passed)
        #expect(!CheckJudge.isVerified([version]))
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
