import CivilCalendar

/// A day of the Gregorian calendar in UTC, such as `2027-03-31`.
package struct CalendarDay: Hashable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    package let daysSinceEpoch: Int

    /// Creates a day from days since 1970-01-01.
    package init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

    /// Nil when the date does not exist or the year is outside 1...9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), let date = CivilDay(year: year, month: month, day: day) else { return nil }
        daysSinceEpoch = date.daysSinceEpoch
    }

    /// Nil unless the text is `yyyy-mm-dd` and the date exists.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The number that ASCII digits represent; nil when they are empty or contain another byte.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }

    /// Year, month and day of month.
    package var parts: (year: Int, month: Int, day: Int) {
        let date = CivilDay(daysSinceEpoch: daysSinceEpoch)
        return (date.year, date.month, date.day)
    }

    /// As RFC 3339's full-date.
    package var description: String { CivilDay(daysSinceEpoch: daysSinceEpoch).description }

    /// The day a number of days later.
    package func adding(days: Int) -> CalendarDay { CalendarDay(daysSinceEpoch: daysSinceEpoch + days) }
}

extension CalendarDay: Comparable {
    /// Days compare by date.
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CalendarDay: Codable {
    /// Decodes text such as `2027-03-31`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CalendarDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a date such as 2027-03-31")
        }
        self = day
    }

    /// Encodes text such as `2027-03-31`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
