/// A daily window in UTC, such as `02:00-02:30`. It may span midnight.
package struct DailyWindow: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Minutes after midnight UTC, 0..<1440.
    package let start: Int
    /// In minutes, 1...1439.
    package let length: Int

    /// Creates a window from its start in minutes after midnight UTC and its length in minutes.
    package init(start: Int, length: Int) {
        self.start = start
        self.length = length
    }

    /// Nil unless the text is `hh:mm-hh:mm` with different ends.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minutes(ends[0]), let end = Self.minutes(ends[1]), start != end else {
            return nil
        }
        self.start = start
        self.length = (end - start + 1_440) % 1_440
    }

    /// Minutes after midnight of text such as `02:30`; nil when it is not a time of day.
    package static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// True when every minute of the other window is in this one.
    package func contains(_ other: DailyWindow) -> Bool {
        (other.start - start + 1_440) % 1_440 + other.length <= length
    }

    /// True when the two share a minute.
    package func overlaps(_ other: DailyWindow) -> Bool {
        (other.start - start + 1_440) % 1_440 < length || (start - other.start + 1_440) % 1_440 < other.length
    }

    /// The window in AWS's notation.
    package var description: String { "\(Self.clock(start))-\(Self.clock((start + length) % 1_440))" }

    static func clock(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}
