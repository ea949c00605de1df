import CivilCalendar

/// A point in time as AWS's protocols carry it: seconds since 1970 in UTC and a fraction.
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
        let (seconds, rest) = milliseconds.flooringDivided(by: 1_000)
        self.init(seconds: seconds, nanoseconds: rest * 1_000_000)
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
