import CivilCalendar
import Testing

@Suite struct CivilDayTests {
    @Test func `every day from the year -1 to 2401 follows the one before it`() throws {
        var day = try #require(CivilDay(year: -1, month: 1, day: 1))
        let first = day.daysSinceEpoch
        var number = first
        while day.year < 2_402 {
            guard day.daysSinceEpoch == number, CivilDay(daysSinceEpoch: number) == day else {
                Issue.record("\(day) is not day \(number)")
                return
            }
            number += 1
            day = try #require(
                CivilDay(year: day.year, month: day.month, day: day.day + 1)
                    ?? CivilDay(year: day.year, month: day.month + 1, day: 1)
                    ?? CivilDay(year: day.year + 1, month: 1, day: 1))
        }
        // 400 years six times, and the years -1, 2400 (a leap year) and 2401.
        #expect(number - first == 6 * 146_097 + 365 + 366 + 365)
    }

    @Test(arguments: [
        (2026, 2, 29), (1900, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
        (2026, 12, 32),
    ])
    func `a day that the calendar has not is nil`(year: Int, month: Int, day: Int) {
        #expect(CivilDay(year: year, month: month, day: day) == nil)
    }

    @Test func `leap days are there`() {
        for year in [0, 1600, 2000, 2024, 2400] { #expect(CivilDay(year: year, month: 2, day: 29) != nil, "\(year)") }
    }

    @Test(arguments: [(0, 4), (-1, 3), (3, 0), (20_780, 1), (-719_528, 6)])
    func `the day of the week is counted from Sunday`(days: Int, weekday: Int) {
        #expect(CivilDay(daysSinceEpoch: days).weekday == weekday)
    }
}

@Suite struct CivilTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00", "19700101T000000"), (-1, "1969-12-31T23:59:59", "19691231T235959"),
        (1_795_412_055, "2026-11-23T05:34:15", "20261123T053415"),
        (951_868_799, "2000-02-29T23:59:59", "20000229T235959"),
        (253_402_300_800, "10000-01-01T00:00:00", "100000101T000000"),
        (-62_167_219_200, "0000-01-01T00:00:00", "00000101T000000"),
        (-62_167_219_201, "-0001-12-31T23:59:59", "-00011231T235959"),
    ])
    func `seconds become a date and a time of day`(seconds: Int, extended: String, basic: String) {
        let time = CivilTime(secondsSince1970: seconds)
        #expect(time.extended == extended)
        #expect(time.basic == basic)
        #expect(time.clock == String(extended.suffix(8)))
    }
}
