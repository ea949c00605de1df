/// A point in time as in AWS's protocols: seconds since 1970 in UTC and a fraction.
///
/// It replaces Foundation's Date, which rounds to a double and whose formatters are a hundred times slower.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int
    /// The fraction to add to `seconds`, 0..<1,000,000,000.
    public let nanoseconds: Int

    /// Creates a timestamp from seconds and a fraction.
    public init(seconds: Int, nanoseconds: Int = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Creates a timestamp from milliseconds since 1970.
    public init(milliseconds: Int) {
        let seconds = milliseconds.flooringDivided(by: 1_000)
        self.init(seconds: seconds, nanoseconds: (milliseconds - seconds * 1_000) * 1_000_000)
    }

    /// Creates a timestamp from seconds since 1970, rounded to the microsecond, a double's precision; nil when out of
    /// range.
    public init?(secondsSince1970 value: Double) {
        guard value.isFinite, abs(value) < 1e12 else { return nil }
        let whole = value.rounded(.down)
        let micros = Int(((value - whole) * 1e6).rounded())
        self.init(seconds: Int(whole) + micros / 1_000_000, nanoseconds: micros % 1_000_000 * 1_000)
    }

    /// Milliseconds since 1970, rounded down.
    public var milliseconds: Int { seconds * 1_000 + nanoseconds / 1_000_000 }

    /// Seconds since 1970 with the fraction.
    public var secondsSince1970: Double { Double(seconds) + Double(nanoseconds) / 1e9 }

    /// Whether the first timestamp is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// The forms of timestamps on the wire (Smithy's `date-time`, `http-date`, `epoch-seconds`).
public enum TimestampFormat: Sendable, Hashable {
    /// `2026-11-23T05:10:00.25Z`
    case iso8601
    /// `Mon, 23 Nov 2026 05:10:00 GMT`
    case httpDate
    /// `1795410600.25`
    case epochSeconds
}

extension Int {
    func flooringDivided(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// The proleptic Gregorian calendar in whole days, after Howard Hinnant's `days_from_civil`.
struct CivilDay {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSinceEpoch: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooringDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * index + 2) / 5 + 1
        month = index < 10 ? index + 3 : index - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooringDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    var isValid: Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return day <= length
    }
}
