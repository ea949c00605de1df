import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What a restore loses while every count agrees")
struct RiskTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var risk: RestoreRisk
        var source: [String: String]
        var copy: [String: String]
        var verdict: CheckResult.Verdict
        var got: String

        init(
            _ risk: RestoreRisk, _ source: [String: String], _ copy: [String: String],
            _ verdict: CheckResult.Verdict, _ got: String = ""
        ) {
            (self.risk, self.source, self.copy, self.verdict, self.got) = (risk, source, copy, verdict, got)
        }

        var testDescription: String { "\(risk.rawValue) \(source) \(copy)" }
    }

    static let cases: [Case] = [
        Case(.unloggedTables, ["s.t": "rows"], ["s.t": "empty"], .failed, "s.t: rows on the source, none in the copy"),
        Case(.unloggedTables, ["s.t": "rows"], [:], .failed, "none in the copy"),
        Case(.unloggedTables, ["s.t": "unreadable"], ["s.t": "empty"], .failed, "may not read"),
        Case(.unloggedTables, ["s.t": "rows"], ["s.t": "rows"], .warned, "this time"),
        Case(.unloggedTables, ["s.t": "empty"], ["s.t": "empty"], .warned, "empty now"),
        Case(.unloggedTables, [:], [:], .passed),
        Case(
            .otherDatabases, ["pay": "4 9000000"], ["pay": "4 9000000"], .warned, "pay: 4 relations, 8.6 MiB"),
        Case(.otherDatabases, ["pay": "1 -"], ["pay": "1 -"], .warned, "pay: 1 relation"),
        Case(.otherDatabases, ["pay": "4 9000000"], [:], .failed, "missing in the copy"),
        Case(.otherDatabases, ["pay": "4 9000000"], ["pay": "0 7000000"], .failed, "without tables"),
        Case(.otherDatabases, ["pay": "0 7000000"], ["pay": "0 7000000"], .warned, "0 relations"),
        Case(.otherDatabases, [:], ["old": "2 9"], .warned, "old"),
        Case(.otherDatabases, [:], [:], .passed),
        Case(.sequences, ["s": "behind"], ["s": "behind"], .warned, "on the source too"),
        Case(.sequences, [:], ["s": "behind"], .failed, "in the copy only"),
        Case(.sequences, ["s": "unread"], ["s": "unread"], .warned, "not checked"),
        Case(.sequences, ["s": "behind"], [:], .passed),
        Case(.collations, ["d": "2.31 2.31"], ["d": "2.31 2.36"], .failed, "2.31 on the source, 2.36 on the copy"),
        Case(.collations, ["d": "2.36 2.36"], ["d": "2.31 2.36"], .failed, "built with 2.31, now 2.36"),
        Case(.collations, ["d": "2.31 2.36"], ["d": "2.31 2.36"], .warned, "on the source too"),
        Case(.collations, ["d": "- 2.31"], ["d": "- 2.36"], .failed, "2.31 on the source"),
        Case(.collations, ["d": "- -"], ["d": "- -"], .passed),
        Case(.collations, ["d": "- 2.36"], ["d": "- 2.36"], .passed),
        Case(.collations, [:], ["c": "1 2"], .failed, "built with 1"),
        Case(.eventTriggers, ["t": "ddl_command_end O"], ["t": "ddl_command_end D"], .failed, "O → ddl_command_end D"),
        Case(.eventTriggers, ["t": "ddl_command_end O"], [:], .failed, "t: missing"),
        Case(.eventTriggers, [:], ["t": "ddl_command_end O"], .failed, "only in the copy"),
        Case(.eventTriggers, ["t": "e O"], ["t": "e O"], .passed),
        Case(.publications, ["p": "3 tables", "slot c": "slot"], ["p": "3 tables"], .warned, "without slot c"),
        Case(.publications, ["p": "3 tables"], [:], .failed, "p: missing"),
        Case(.publications, ["p": "3 tables"], ["p": "3 tables"], .passed),
        Case(.subscriptions, ["s": "enabled"], ["s": "enabled"], .warned, "enabled in the copy"),
        Case(.subscriptions, ["s": "enabled"], [:], .failed, "missing"),
        Case(.subscriptions, ["s": "disabled"], ["s": "disabled"], .passed),
        Case(.cronJobs, ["nightly": "active"], [:], .failed, "missing"),
        Case(.cronJobs, ["nightly": "active"], ["nightly": "inactive"], .failed, "active → inactive"),
        Case(.cronJobs, ["nightly": "active"], ["nightly": "active"], .warned, "nightly: active"),
        Case(.cronJobs, ["nightly": "inactive"], ["nightly": "inactive"], .passed),
        Case(.cronJobs, ["cron.job": "unreadable"], ["cron.job": "unreadable"], .warned, "no privilege"),
        Case(.cronJobs, ["jobs of database postgres": "elsewhere"], [:], .warned, "another database"),
        Case(.foreignServers, ["far": "postgres_fdw with 2 tables"], ["far": "postgres_fdw with 2 tables"], .warned),
        Case(.foreignServers, ["far": "postgres_fdw with 2 tables"], [:], .failed, "far: missing"),
        Case(.foreignServers, [:], [:], .passed),
        Case(.extensions, ["vector": "0.7.0"], ["vector": "0.5.1"], .failed, "vector: 0.7.0 → 0.5.1"),
        Case(.extensions, ["vector": "0.7.0"], ["vector": "0.7.0, not on the server"], .failed, "not on the server"),
        Case(
            .extensions, ["vector": "0.7.0, not on the server"], ["vector": "0.7.0, not on the server"], .warned,
            "as on the source"),
        Case(.extensions, ["vector": "0.7.0"], ["vector": "0.7.0"], .passed),
        Case(.settings, ["role a: work_mem": "aa"], ["role a: work_mem": "bb"], .warned, "another value"),
        Case(.settings, ["role a: work_mem": "aa"], [:], .warned, "missing"),
        Case(.settings, ["role a: work_mem": "aa"], ["role a: work_mem": "aa"], .passed),
        Case(.largeObjects, ["count": "1200"], [:], .failed, "0 of 1,200"),
        Case(.largeObjects, ["count": "1200"], ["count": "1199"], .warned, "1,199 of 1,200"),
        Case(.largeObjects, ["count": "3"], ["count": "3"], .passed),
        Case(.preparedTransactions, [:], ["count": "2"], .warned, "2"),
        Case(.preparedTransactions, ["count": "2"], [:], .passed),
        Case(.hiddenRows, ["s.t": "hidden"], ["s.t": "hidden"], .warned, "s.t"),
        Case(.hiddenRows, ["s.t": "hidden"], [:], .passed),
    ]

    private static let checks = SurveyQueries.checks(server: "15.18")

    private func answers(_ risk: RestoreRisk, _ facts: [String: String]) -> Answers {
        let text = facts.reduce("[]") { Survey.adding(SurveyFact(risk, $1.key, $1.value), to: $0) }
        return Answers(
            takenAt: DrillFixtures.start,
            observations: [
                CheckObservation(name: CheckName.catalogSurvey, value: text, error: nil, milliseconds: 1),
                CheckObservation(name: CheckName.tableSurvey, value: "[]", error: nil, milliseconds: 1),
            ])
    }

    private func judged(_ one: Case, accepting accepted: [RestoreRisk] = []) -> [CheckResult] {
        CheckJudge.judge(
            Self.checks, source: answers(one.risk, one.source), restored: answers(one.risk, one.copy),
            accepted: accepted)
    }

    @Test(arguments: cases)
    func `is passed, warned or failed by what source and copy say of it, with what it means and what to do`(
        _ one: Case
    ) throws {
        let results = judged(one)
        #expect(results.map(\.name) == RestoreRisk.ofCatalog.map { RiskRule.of($0).title })
        let result = try #require(results.first { $0.name == RiskRule.of(one.risk).title })
        #expect(result.verdict == one.verdict, "\(result)")
        #expect(results.filter { $0 != result }.allSatisfy { $0.verdict == .passed })
        guard one.verdict != .passed else {
            #expect(result.detail == nil && result.got == result.expected)
            return
        }
        #expect(result.got?.contains(one.got) == true, "\(result)")
        #expect(result.detail?.contains("add `\(one.risk.rawValue)` to `drill.accept`") == true)
        #expect(result.detail?.hasPrefix(RiskRule.of(one.risk).meaning) == true)
    }

    @Test(arguments: RestoreRisk.ofCatalog) func `can come true, and can be absent`(_ risk: RestoreRisk) {
        let verdicts = Self.cases.filter { $0.risk == risk }.map(\.verdict)
        #expect(verdicts.contains(.passed) && verdicts.contains { $0 != .passed })
    }

    @Test(arguments: cases)
    func `is accepted by its own name only, and a word that accepts nothing is told`(_ one: Case) throws {
        let title = RiskRule.of(one.risk).title
        let accepted = judged(one, accepting: [one.risk])
        let result = try #require(accepted.first { $0.name == title })
        #expect(result.verdict == (one.verdict == .passed ? .passed : .accepted))
        let idle = accepted.first { $0.name == "drill.accept: \(one.risk.rawValue)" }
        #expect((idle != nil) == (one.verdict == .passed))
        if let idle { #expect(idle.verdict == .warned && idle.got == "nothing") }
        let other = judged(one, accepting: RestoreRisk.ofCatalog.filter { $0 != one.risk })
        #expect(other.first { $0.name == title }?.verdict == one.verdict)
    }

    @Test func `what could not be asked is neither absent nor accepted`() {
        let one = Case(.unloggedTables, [:], [:], .passed)
        var copy = answers(.unloggedTables, [:])
        copy.observations[1].value = nil
        copy.observations[1].error = "permission denied [42501]"
        for (source, restored) in [(answers(.settings, [:]), copy), (copy, answers(.settings, [:]))] {
            let results = CheckJudge.judge(
                Self.checks, source: source, restored: restored, accepted: RestoreRisk.allCases)
            #expect(results.map(\.verdict) == [.errored])
            #expect(results[0].detail?.contains("permission denied") == true)
        }
        copy.observations[1].value = "[[\"settings\", 1, \"x\"]]"
        #expect(
            CheckJudge.judge(Self.checks, source: answers(one.risk, [:]), restored: copy).map(\.verdict) == [.errored])
        #expect(CheckJudge.judge(Self.checks, source: nil, restored: copy).allSatisfy { $0.verdict == .errored })
    }

    @Test func `a migration after the recovery point explains objects that the copy lacks, and no lost rows`() {
        func answers(_ risk: RestoreRisk, _ facts: [String: String], version: String) -> Answers {
            var answers = self.answers(risk, facts)
            answers.observations.append(
                CheckObservation(name: CheckName.schemaVersion, value: version, error: nil, milliseconds: 1))
            return answers
        }
        func verdict(_ risk: RestoreRisk, _ source: [String: String]) -> CheckResult.Verdict? {
            CheckJudge.judge(
                Self.checks, source: answers(risk, source, version: "10"), restored: answers(risk, [:], version: "9")
            ).first { $0.name == RiskRule.of(risk).title }?.verdict
        }
        #expect(verdict(.eventTriggers, ["t": "e O"]) == .warned)
        #expect(verdict(.extensions, ["vector": "1"]) == .warned)
        #expect(verdict(.unloggedTables, ["t": "rows"]) == .failed)
        #expect(verdict(.otherDatabases, ["pay": "3 9"]) == .failed)
    }

    @Test func `names of objects are kept, and as many as a page can show`() throws {
        let many = Dictionary(uniqueKeysWithValues: (1...9).map { ("t\($0)", "rows") })
        let result = try #require(judged(Case(.unloggedTables, many, [:], .failed)).first)
        #expect(result.got?.hasSuffix("t5: rows on the source, none in the copy and 4 more") == true, "\(result)")
        #expect(
            Survey.facts(Survey.adding(SurveyFact(.settings, "a\"b, \\", "\n"), to: "[]"))
                == [SurveyFact(.settings, "a\"b, \\", "\n")])
        #expect(Survey.facts("{}") == nil && Survey.facts("[[\"unheard-of\", \"a\", \"b\"]]") == [])
    }

    @Test func `an older server is asked what it has`() {
        let old = SurveyQueries.checks(server: "13.9")[0].sql
        #expect(!old.contains("datcollversion") && !old.contains("pg_database_collation_actual_version"))
        #expect(SurveyQueries.checks(server: "15.18")[0].sql.contains("datcollversion"))
    }
}
