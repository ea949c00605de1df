import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Periods of a retention without a backup")
struct KeptPeriodsTests {
    private static let today = CalendarDay(year: 2026, month: 11, day: 25)!  // A Wednesday.

    private func gaps(_ ages: [Int], every: TimeSpan = TimeSpan(1, .days), _ change: (inout RetentionRules) -> Void)
        -> [String]
    {
        var rules = RetentionRules()
        change(&rules)
        let days = ages.sorted(by: >).map { Self.today.adding(days: -$0) }
        return RetentionGaps.of(days, by: rules, every: every, today: Self.today)
    }

    @Test(arguments: [
        ([5, 4, 1], 3, ["day 2026-11-23"]), ([5, 4, 1], 2, []), ([5, 1], 4, ["day 2026-11-22", "day 2026-11-23"]),
        ([2, 1], 9, []), ([1], 9, []), ([3], 2, ["day 2026-11-24"]), ([3], 3, ["day 2026-11-23", "day 2026-11-24"]),
        ([0], 5, []), ([], 5, []),
    ])
    func `each day that is kept and over has a backup, back to the first one`(ages: [Int], kept: Int, gaps: [String]) {
        #expect(self.gaps(ages) { $0.daily = kept } == gaps)
    }

    @Test func `weeks begin on Monday, and the current one is not over`() {
        // Backups of Wednesday three weeks ago and of the Monday of this week.
        #expect(gaps([21, 2]) { $0.weekly = 4 } == ["week of 2026-11-09", "week of 2026-11-16"])
        #expect(gaps([21, 3]) { $0.weekly = 4 } == ["week of 2026-11-09"], "a Sunday belongs to the week before")
        #expect(gaps([21, 2]) { $0.weekly = 2 } == ["week of 2026-11-16"])
    }

    @Test func `months and years are those of the calendar`() {
        #expect(gaps([100, 0]) { $0.monthly = 12 } == ["month 2026-09", "month 2026-10"])
        #expect(gaps([900, 0]) { $0.yearly = 10 } == ["year 2025"])
        #expect(gaps([900, 500, 0]) { $0.yearly = 10 } == [])
        #expect(gaps([100, 0]) { ($0.daily, $0.monthly) = (2, 2) } == ["day 2026-11-24", "month 2026-10"])
    }

    @Test func `a period of which one is kept has no gap, and none that backups are further apart than it is long`() {
        #expect(gaps([9]) { $0.daily = 1 } == [])
        #expect(gaps([9]) { $0.daily = 2 } == ["day 2026-11-24"])
        let apart = { (every: TimeSpan) in
            self.gaps([100, 0], every: every) { ($0.daily, $0.weekly, $0.monthly) = (2, 2, 2) }
        }
        #expect(apart(TimeSpan(24, .hours)) == ["day 2026-11-24", "week of 2026-11-16", "month 2026-10"])
        #expect(apart(TimeSpan(seconds: 86_401)) == ["week of 2026-11-16", "month 2026-10"])
        #expect(apart(TimeSpan(7, .days)) == ["week of 2026-11-16", "month 2026-10"])
        #expect(apart(TimeSpan(8, .days)) == ["month 2026-10"])
        #expect(apart(TimeSpan(28, .days)) == ["month 2026-10"])
        #expect(apart(TimeSpan(29, .days)) == [])
    }
}
