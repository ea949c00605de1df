import FoundationEssentials
import RecoveryModel
import Testing

@Suite struct CalendarDayTests {
    @Test func `every day of four centuries has its number and back`() throws {
        let first = try #require(CalendarDay("1900-01-01"))
        let last = try #require(CalendarDay("2300-01-01"))
        #expect(last.daysSinceEpoch - first.daysSinceEpoch == 146_097)
        for number in stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: 1) {
            let day = CalendarDay(daysSinceEpoch: number)
            let (year, month, dayOfMonth) = day.parts
            guard CalendarDay(year: year, month: month, day: dayOfMonth) == day else {
                Issue.record("\(day) does not come back")
                return
            }
        }
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "2026-1-1",
        "2026/01/01", "2026-01-01T", "", "20260101",
    ])
    func `a day that is not in the calendar is refused`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `leap days are in the calendar`() {
        #expect(CalendarDay("2000-02-29") != nil)
        #expect(CalendarDay("2028-02-29")?.adding(days: 1).description == "2028-03-01")
        #expect(CalendarDay("1970-01-01")?.daysSinceEpoch == 0)
    }

    @Test func `JSON holds the text`() throws {
        let day = try #require(CalendarDay("2027-03-31"))
        let data = try JSONEncoder().encode([day])
        #expect(String(decoding: data, as: UTF8.self) == #"["2027-03-31"]"#)
        #expect(try JSONDecoder().decode([CalendarDay].self, from: data) == [day])
    }
}
