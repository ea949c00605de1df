import CivilCalendar

/// A weekly window in UTC, such as `sun:04:00-sun:04:30`. It may span midnight and the end of the week.
package struct WeeklyWindow: Hashable, Sendable, CustomStringConvertible {
    private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let week = 7 * 1_440

    /// Minutes after Monday's midnight UTC, 0..<10,080.
    package let start: Int
    /// In minutes, 1...10,079.
    package let length: Int

    /// Nil unless the text is `ddd:hh:mm-ddd:hh:mm` with different ends; case is ignored.
    package init?(_ text: String) {
        let ends = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minutes(ends[0]), let end = Self.minutes(ends[1]), start != end else {
            return nil
        }
        self.start = start
        self.length = (end - start + Self.week) % Self.week
    }

    private static func minutes(_ text: Substring) -> Int? {
        guard let colon = text.firstIndex(of: ":"), let day = days.firstIndex(of: String(text[..<colon])),
            let minute = DailyWindow.minutes(text[text.index(after: colon)...])
        else { return nil }
        return day * 1_440 + minute
    }

    /// True when the two share a minute on any day; adjacent windows do not overlap.
    package func overlaps(_ daily: DailyWindow) -> Bool {
        (0..<7).contains { day in
            let other = day * 1_440 + daily.start
            return (other - start + Self.week) % Self.week < length
                || (start - other + Self.week) % Self.week < daily.length
        }
    }

    /// Whether every minute of the other window is in this one.
    package func contains(_ other: WeeklyWindow) -> Bool {
        (other.start - start + Self.week) % Self.week + other.length <= length
    }

    /// When the window closes that is open then; nil when it is closed.
    package func closes(after instant: Instant) -> Instant? {
        let opened = lastOpening(before: instant)
        let end = Instant(milliseconds: opened.milliseconds + length * 60_000)
        return instant < end ? end : nil
    }

    /// When the window opens next, after that instant.
    package func opens(after instant: Instant) -> Instant {
        Instant(milliseconds: lastOpening(before: instant).milliseconds + Self.week * 60_000)
    }

    /// The latest beginning that is not after that instant. 1970 began on a Thursday.
    private func lastOpening(before instant: Instant) -> Instant {
        let week = Self.week * 60_000
        let sinceMonday = (instant.milliseconds + 3 * 86_400_000).flooringDivided(by: week).remainder
        let sinceOpening = (sinceMonday - start * 60_000 + week) % week
        return Instant(milliseconds: instant.milliseconds - sinceOpening)
    }

    /// The window in AWS's notation.
    package var description: String { "\(Self.clock(start))-\(Self.clock((start + length) % Self.week))" }

    private static func clock(_ minutes: Int) -> String {
        "\(days[minutes / 1_440]):\(DailyWindow.clock(minutes % 1_440))"
    }
}

extension WeeklyWindow: Codable {
    /// Reads the window from AWS's notation.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let window = WeeklyWindow(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is not a weekly window")
        }
        self = window
    }

    /// Writes the window in AWS's notation.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
