import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Backups that are pruned") struct PruneDecisionTests {
    private func rules(daily: Int = 0, weekly: Int = 0, monthly: Int = 0, yearly: Int = 0, minimum: Int = 1)
        -> RetentionRules
    {
        var rules = RetentionRules()
        (rules.daily, rules.weekly, rules.monthly, rules.yearly) = (daily, weekly, monthly, yearly)
        rules.minimum = minimum
        return rules
    }

    private func plan(_ backups: [StoredBackup], _ rules: RetentionRules) -> PrunePlan {
        PrunePlan(BackupSamples.listing(backups), by: rules, leftovers: [])
    }

    private func kept(_ backups: [StoredBackup], _ rules: RetentionRules) -> [String] {
        plan(backups, rules).kept.map(\.name)
    }

    @Test func `the newest of so many days and months stay, and all others go`() throws {
        let year = try BackupSamples.daily(90, from: "2026-09-01")
        let plan = plan(year, rules(daily: 3, monthly: 3))
        #expect(
            plan.kept.map(\.name) == ["2026-09-30", "2026-10-31", "2026-11-27", "2026-11-28", "2026-11-29"])
        #expect(plan.removed.count == 85)
        #expect(plan.kept.last?.reasons == ["one of the newest", "day 2026-11-29", "month 2026-11"])
    }

    @Test func `rules that say nothing keep the three newest`() throws {
        let days = try BackupSamples.daily(5, from: "2026-11-25")
        #expect(kept(days, RetentionRules()) == ["2026-11-27", "2026-11-28", "2026-11-29"])
    }

    @Test func `weeks begin on Monday, also around the turn of a year`() throws {
        let days = try BackupSamples.daily(14, from: "2026-12-25")
        #expect(kept(days, rules(weekly: 3)) == ["2026-12-27", "2027-01-03", "2027-01-07"])
    }

    @Test func `days without a backup do not count, so that a job that failed for a month loses nothing`() throws {
        let before = try BackupSamples.daily(3, from: "2026-01-01")
        let after = try BackupSamples.daily(1, from: "2026-03-01")
        #expect(kept(before + after, rules(daily: 4)).count == 4)
    }

    @Test func `a backup from a clock that was years ahead takes the place of one, and no more`() throws {
        let days = try BackupSamples.daily(10, from: "2026-11-20")
        let astray = try BackupSamples.stored("astray", at: "2031-01-01T00:00:00Z")
        #expect(kept(days + [astray], rules(daily: 5)) == kept(days, rules(daily: 4)) + ["astray"])
    }

    @Test func `the last verified ones stay, whatever the rules say`() throws {
        var days = try BackupSamples.daily(10, from: "2026-11-20")
        days[1] = try BackupSamples.stored(days[1].name, at: "2026-11-21T02:00:00Z", verified: .restore)
        days[4] = try BackupSamples.stored(days[4].name, at: "2026-11-24T02:00:00Z", verified: .checksums)
        #expect(kept(days, rules()) == ["2026-11-21", "2026-11-24", "2026-11-29"])
    }

    @Test func `there are never fewer than the minimum, and never none`() throws {
        let days = try BackupSamples.daily(10, from: "2026-11-20")
        #expect(kept(days, rules(minimum: 4)).count == 4)
        #expect(kept(days, rules(minimum: 0)) == ["2026-11-29"])
        #expect(kept([], rules()) == [])
    }

    @Test func `a held backup and one that cannot be believed stay`() throws {
        var days = try BackupSamples.daily(5, from: "2026-11-20")
        days[0].isHeld = true
        days[1].manifest = nil
        days[1].damage = "the manifest was changed"
        let plan = plan(days, rules())
        #expect(plan.kept.map(\.name) == ["2026-11-20", "2026-11-21", "2026-11-24"])
        #expect(plan.kept[1].reasons == ["not touched: the manifest was changed"])
    }

    @Test func `each database has its own`() throws {
        let one = try BackupSamples.daily(5, from: "2026-11-20")
        let other = try BackupSamples.stored("other", at: "2020-01-01T00:00:00Z", database: "other")
        #expect(kept(one + [other], rules()) == ["2026-11-24", "other"])
    }

    @Test func `a second prune, or one at the same time, takes nothing that the first has kept`() throws {
        var random = SeededRandom(state: 7)
        for _ in 0..<200 {
            let backups = try (0..<30).map { index in
                let day = CalendarDay("2025-01-01")!.adding(days: Int.random(in: 0..<500, using: &random))
                let depth: BackupVerification.Depth? = Bool.random(using: &random) ? .restore : nil
                return try BackupSamples.stored("b\(index)", at: "\(day)T0\(index % 10):00:00Z", verified: depth)
            }
            let rules = rules(
                daily: Int.random(in: 0..<6, using: &random), weekly: Int.random(in: 0..<4, using: &random),
                monthly: Int.random(in: 0..<6, using: &random), yearly: Int.random(in: 0..<3, using: &random))
            let first = plan(backups, rules)
            // The other one has seen any part of the deletions.
            let seen = backups.filter { !first.removed.contains($0.name) || Bool.random(using: &random) }
            #expect(Set(kept(seen, rules)) == Set(first.kept.map(\.name)))
        }
    }
}

/// The same numbers in every run.
private struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
