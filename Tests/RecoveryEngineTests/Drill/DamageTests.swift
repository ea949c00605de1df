import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Damage that counts do not show")
struct DamageTests {
    private typealias Column = DataProfile.Column

    private static let text = Column(
        name: "body", sampled: 100, filled: 100, kinds: 90, bits: 4_300, evenness: 860, length: 9_000)

    private func profile(_ rows: Int, _ columns: [Column] = [text]) -> DataProfile {
        DataProfile(tables: [.init(name: "public.entries", rows: rows, columns: columns)])
    }

    private func changed(_ change: (inout DataProfile.Column) -> Void) -> DataProfile.Column {
        var column = Self.text
        change(&column)
        return column
    }

    /// A drill of every day before the fixtures' recovery point, the newest last.
    private func history(_ profiles: [DataProfile]) -> [EarlierDrill] {
        profiles.enumerated().map { index, profile in
            EarlierDrill(
                point: DrillFixtures.snapshotTime - TimeSpan(profiles.count - index, .days), newestAge: 60_000,
                schemaVersion: "20260301", profile: profile)
        }
    }

    private func judged(
        _ copy: DataProfile?, _ earlier: [EarlierDrill], source: DataProfile? = nil, newest: String? = nil,
        version: String? = nil, _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> [String: CheckResult] {
        func answers(_ profile: DataProfile?) -> Answers {
            var observations = [
                CheckObservation(
                    name: CheckName.dataProfile, value: profile?.answer, error: profile == nil ? "timeout" : nil,
                    milliseconds: 9)
            ]
            for (name, value) in [(CheckName.newestData, newest), (CheckName.schemaVersion, version)] {
                guard let value else { continue }
                observations.append(CheckObservation(name: name, value: value, error: nil, milliseconds: 1))
            }
            return Answers(takenAt: DrillFixtures.start, observations: observations)
        }
        let request = DrillFixtures.request {
            $0.earlier = earlier
            change(&$0)
        }
        let point = RecoveryPoint(
            kind: .automatedSnapshot, snapshot: "s", time: DrillFixtures.snapshotTime, reason: "newest")
        let results = DamageJudge.results(
            request, point, [ProfileQuery.check], source: source.map(answers), restored: answers(copy))
        return Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0) })
    }

    private func title(_ risk: RestoreRisk) -> String { RiskRule.of(risk).title }

    @Test func `without history a drill says so, and compares with the source alone`() {
        let results = judged(profile(5_000), [], source: profile(5_000))
        for risk in [RestoreRisk.rowCounts, .columnContents, .noise] {
            #expect(results[title(risk)]?.verdict == .passed)
            #expect(results[title(risk)]?.got == "no earlier drill to compare with")
        }
        // A recovery point before those of earlier drills has no history either.
        var later = history([profile(5_000)])
        later[0].point = DrillFixtures.snapshotTime
        #expect(judged(profile(1), later)[title(.rowCounts)]?.got == "no earlier drill to compare with")
    }

    @Test(
        arguments: [
            ([5_000], 5_000, true), ([5_000], 4_001, true), ([5_000], 3_900, false), ([5_000], 6_100, false),
            ([5_000], 0, false), ([20], 0, false), ([5], 0, true), ([60], 20, true), ([0], 60, false), ([0], 40, true),
            ([5_000, 5_100], 5_200, true),
            // Growth is a trend: what stands still or goes on is no surprise.
            ([1_000, 2_000, 3_000, 4_000], 5_000, true), ([1_000, 2_000, 3_000, 4_000], 4_000, true),
            ([1_000, 2_000, 3_000, 4_000], 3_000, false), ([1_000, 2_000, 3_000, 4_000], 7_000, false),
            ([4_000, 3_000, 2_000, 1_000], 100, true),
            // A table that comes and goes may go on doing so.
            ([100, 9_000, 300, 8_000, 200], 7_000, true), ([5_000, 5_010, 4_990, 5_000], 3_000, false),
        ] as [([Int], Int, Bool)])
    func `a table that leaves its trend is found`(_ earlier: [Int], _ rows: Int, _ isUsual: Bool) {
        let result = judged(profile(rows), history(earlier.map { profile($0) }))[title(.rowCounts)]
        #expect(result?.verdict == (isUsual ? .passed : .warned), "\(result?.got ?? "")")
        if !isUsual { #expect(result?.got?.hasPrefix("public.entries: ") == true) }
    }

    @Test func `a table that is not there any more, or empty on one side only, is found`() {
        let gone = judged(DataProfile(tables: []), history([profile(5_000)]))[title(.rowCounts)]
        #expect(gone?.got == "public.entries: not there, 5,000 rows before")
        let here = judged(profile(0), [], source: profile(5_000))[title(.rowCounts)]
        #expect(here?.got == "public.entries: empty, 5,000 rows on the source")
        let there = judged(profile(5_000), [], source: profile(0))[title(.rowCounts)]
        #expect(there?.got == "public.entries: empty on the source now, 5,000 rows in the copy")
    }

    @Test func `a column that became null, half null or constant is found`() {
        let cases: [(DataProfile.Column, String?)] = [
            (changed { ($0.filled, $0.kinds) = (0, 0) }, "public.entries.body: null in every row"),
            (changed { $0.filled = 40 }, "public.entries.body: 40 % filled, 100 % before"),
            (changed { $0.filled = 85 }, nil),
            (changed { $0.kinds = 1 }, "public.entries.body: one value in every row"),
            (changed { $0.kinds = 2 }, nil),
            (changed { ($0.sampled, $0.filled) = (10, 0) }, nil),
        ]
        for (column, got) in cases {
            let result = judged(profile(5_000, [column]), history([profile(5_000)]))[title(.columnContents)]
            #expect(result?.verdict == (got == nil ? .passed : .warned))
            if let got { #expect(result?.got == got) }
        }
        let now = judged(profile(9), [], source: profile(9, [cases[0].0]))[title(.columnContents)]
        #expect(now?.got == "public.entries.body: null in every row on the source now")
        // A new column has no history.
        let other = judged(profile(9, [changed { ($0.name, $0.filled) = ("new", 0) }]), history([profile(9)]))
        #expect(other[title(.columnContents)]?.verdict == .passed)
    }

    @Test func `text that became noise fails the drill, and text of another kind is told`() {
        let noise = changed { ($0.bits, $0.evenness) = (5_990, 992) }
        let hex = changed { ($0.bits, $0.evenness) = (3_999, 999) }
        let other = changed { ($0.bits, $0.evenness) = (5_300, 900) }
        let before = history([profile(5_000)])
        let found = judged(profile(5_000, [noise]), before)[title(.noise)]
        #expect(found?.verdict == .failed)
        #expect(found?.got == "public.entries.body: 4.3 → 5.9 bits a character")
        #expect(judged(profile(5_000, [hex]), before)[title(.noise)]?.verdict == .failed)
        #expect(judged(profile(5_000, [other]), before)[title(.noise)]?.verdict == .warned)
        // What always was noise, such as digests, is none; and of few characters nothing is known.
        #expect(judged(profile(5_000, [hex]), history([profile(5_000, [hex])]))[title(.noise)]?.verdict == .passed)
        #expect(judged(profile(5_000, [noise]), history([profile(5_000, [hex])]))[title(.noise)]?.verdict == .failed)
        let short = changed { ($0.bits, $0.evenness, $0.length) = (5_990, 992, 300) }
        #expect(judged(profile(5_000, [short]), before)[title(.noise)]?.verdict == .passed)
        // The source is encrypted since: the copy is from before, and good.
        let now = judged(profile(5_000), [], source: profile(5_000, [noise]))[title(.noise)]
        #expect(now?.verdict == .warned && now?.got?.hasSuffix("on the source now") == true)
        let accepted = judged(profile(5_000, [noise]), before) { $0.accepted = [.noise] }
        #expect(accepted[title(.noise)]?.verdict == .accepted)
        #expect(judged(profile(5_000), before) { $0.accepted = [.noise] }["drill.accept: noise"]?.verdict == .warned)
    }

    @Test(
        arguments: [
            ("2026-11-23 02:04:00+00", true), ("2026-11-23 01:56:00+00", true), ("2026-11-23 01:50:00+00", false),
            ("2026-11-01 00:00:00+00", false),
        ])
    func `a newest row that is older than ever is found`(_ newest: String, _ isUsual: Bool) {
        let result = judged(profile(9), history([profile(9)]), newest: newest)[title(.newestRow)]
        #expect(result?.verdict == (isUsual ? .passed : .warned), "\(result?.got ?? "")")
        if !isUsual { #expect(result?.got?.hasSuffix("at most 1 min in 1 earlier drill") == true) }
        #expect(judged(profile(9), [])[title(.newestRow)] == nil)
    }

    @Test func `a schema that went back is found`() {
        let before = history([profile(9)])
        #expect(
            judged(profile(9), before, version: "20260101")[title(.schemaVersion)]?.got == "20260101, 20260301 before")
        for version in ["20260301", "20260402"] {
            #expect(judged(profile(9), before, version: version)[title(.schemaVersion)]?.verdict == .passed)
        }
    }

    @Test func `the policy says how far is far, and what that does`() {
        let before = history([profile(5_000)])
        #expect(judged(profile(3_900), before) { $0.anomaly = AnomalyLimit() }[title(.rowCounts)]?.verdict == .warned)
        var limit = AnomalyLimit()
        (limit.beyond, limit.verdict) = (50, .fail)
        #expect(judged(profile(3_900), before) { $0.anomaly = limit }[title(.rowCounts)]?.verdict == .passed)
        #expect(judged(profile(2_000), before) { $0.anomaly = limit }[title(.rowCounts)]?.verdict == .failed)
        let accepted = judged(profile(2_000), before) {
            $0.anomaly = limit
            $0.accepted = [.rowCounts]
        }
        #expect(accepted[title(.rowCounts)]?.verdict == .accepted)
    }

    @Test func `what could not be compared is no pass`() {
        let results = judged(nil, history([profile(5_000)])) { $0.historyDoubt = "record 2 was changed" }
        #expect(results["figures of tables"]?.verdict == .warned && results["figures of tables"]?.detail == "timeout")
        #expect(results["earlier drills"]?.detail == "record 2 was changed")
        #expect(results[title(.rowCounts)] == nil && results[title(.noise)] == nil)
    }

    @Test func `history is of the same database in the same place, verified, and by the time of its data`() throws {
        var world = SimulatedWorld()
        world.copyValues[CheckName.dataProfile] = profile(77).answer
        var machine = DrillMachine(DrillFixtures.request())
        world.run(&machine)
        let record = try #require(world.record)
        #expect(record.profile == profile(77))
        let source = DrilledDatabase(record.scope, record.kind, record.source)
        let own = EarlierDrill.history(of: source, in: [record])
        #expect(own.map(\.profile) == [profile(77)] && own.map(\.newestAge) == [1_000])
        var (other, failed, newer) = (record, record, record)
        other.sourceKind = .cluster
        failed.dataVerified = false
        newer.recoveryPoint?.time = DrillFixtures.start
        #expect(
            EarlierDrill.history(of: source, in: [newer, other, failed, record]).map(\.point) == [
                DrillFixtures.snapshotTime, DrillFixtures.start,
            ])
        #expect(EarlierDrill.history(of: source, in: Array(repeating: record, count: 20)).count == 8)
        // The figures are in the record once, and the source's not at all.
        #expect(record.baseline?[CheckName.dataProfile] == nil && record.baseline?[CheckName.tableSurvey] != nil)
    }

    @Test func `a profile survives its answer, and no list of tables is none`() {
        let whole = profile(5, [Self.text, Column(name: "a\"b", sampled: 1, filled: 0, kinds: 0)])
        #expect(DataProfile(answer: whole.answer) == whole)
        for text in ["", "{}", "[1]", "[[\"t\"]]", "[[\"t\", 1, [[\"c\", 1]]]]", "[[\"t\", \"1\", null]]"] {
            #expect(DataProfile(answer: text) == nil, "\(text)")
        }
        #expect(DataProfile(answer: "[[\"t\", 1, null]]")?.tables.first?.columns == [])
    }
}
