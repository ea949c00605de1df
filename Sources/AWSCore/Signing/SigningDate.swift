/// The time of signing, in the form of Signature Version 4: `20150830T123600Z`.
public struct SigningDate: Hashable, Sendable, CustomStringConvertible {
    /// Seconds since 1970.
    public let secondsSince1970: Int
    /// Date and time, UTC, without separators.
    public let description: String
    /// The date alone: `20150830`.
    public let day: String

    /// From seconds since 1970; years 0 to 9999.
    public init(secondsSince1970 seconds: Int) {
        secondsSince1970 = seconds
        let days = Self.divide(seconds, by: 86_400)
        let date = Self.civil(days: days)
        let second = seconds - days * 86_400
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(date.year, 4, to: &text)
        Self.append(date.month, 2, to: &text)
        Self.append(date.day, 2, to: &text)
        day = String(decoding: text, as: UTF8.self)
        text.append(UInt8(ascii: "T"))
        Self.append(second / 3600, 2, to: &text)
        Self.append(second / 60 % 60, 2, to: &text)
        Self.append(second % 60, 2, to: &text)
        text.append(UInt8(ascii: "Z"))
        description = String(decoding: text, as: UTF8.self)
    }

    /// Howard Hinnant's `civil_from_days`: https://howardhinnant.github.io/date_algorithms.html
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = divide(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func divide(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    private static func append(_ value: Int, _ width: Int, to text: inout [UInt8]) {
        var divisor = width == 4 ? 1000 : 10
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
