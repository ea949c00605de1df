/// The moment of signing, in the one form that Signature Version 4 knows: `20150830T123600Z`.
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
        day = Self.digits(date.year, 4) + Self.digits(date.month, 2) + Self.digits(date.day, 2)
        description =
            day + "T" + Self.digits(second / 3600, 2) + Self.digits(second / 60 % 60, 2)
            + Self.digits(second % 60, 2) + "Z"
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

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
