import RecoveryModel
import Testing

@Suite struct WindowTests {
    @Test(arguments: ["02:00-02:30", "23:45-00:15", "00:00-23:59"])
    func `a daily window is printed as it is read`(text: String) {
        #expect(DailyWindow(text)?.description == text)
    }

    @Test(arguments: [
        "", "02:00", "2:00-2:30", "24:00-01:00", "02:60-03:00", "02:00-02:00", "02:00-02:30-03:00", "02:00–02:30",
    ])
    func `what is no daily window is refused`(text: String) {
        #expect(DailyWindow(text) == nil)
    }

    @Test func `a window contains and overlaps across midnight`() throws {
        let night = try #require(DailyWindow("23:00-01:00"))
        let inside = try #require(DailyWindow("23:30-00:30"))
        let touching = try #require(DailyWindow("01:00-02:00"))
        #expect(night.contains(inside))
        #expect(!inside.contains(night))
        #expect(night.overlaps(inside) && inside.overlaps(night))
        #expect(!night.overlaps(touching) && !touching.overlaps(night))
    }

    @Test(arguments: ["sun:04:00-sun:04:30", "sun:23:45-mon:00:15", "mon:00:00-sun:23:59"])
    func `a weekly window is printed as it is read`(text: String) {
        #expect(WeeklyWindow(text)?.description == text)
        #expect(WeeklyWindow(text.uppercased())?.description == text)
    }

    @Test(arguments: [
        "", "sun:04:00", "sunday:04:00-sunday:05:00", "sun:04:00-sun:04:00", "04:00-05:00", "sun:24:00-mon:01:00",
    ])
    func `what is no weekly window is refused`(text: String) {
        #expect(WeeklyWindow(text) == nil)
    }

    @Test(arguments: [
        ("sun:04:00-sun:04:30", "03:45-04:15", true), ("sun:04:00-sun:04:30", "04:30-05:00", false),
        ("sun:04:00-sun:04:30", "03:00-04:00", false), ("sun:23:45-mon:00:15", "00:00-00:30", true),
        ("sun:23:45-mon:00:15", "23:00-23:45", false), ("wed:10:00-wed:11:00", "23:00-01:00", false),
        ("mon:00:15-mon:00:45", "23:30-00:20", true),
    ])
    func `a weekly window overlaps a daily one on some day`(weekly: String, daily: String, overlaps: Bool) throws {
        #expect(try #require(WeeklyWindow(weekly)).overlaps(try #require(DailyWindow(daily))) == overlaps)
    }
}
