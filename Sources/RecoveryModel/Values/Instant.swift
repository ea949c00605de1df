import CivilCalendar

/// A point in time in UTC, exact to the millisecond, printed as RFC 3339: `2026-11-23T05:10:00Z`.
///
/// It is used instead of Foundation's Date because it prints, compares and encodes alike on every platform, so that
/// equal inputs give byte-equal results.
package struct Instant: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    package let milliseconds: Int

    /// Creates an instant from milliseconds since 1970.
    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Creates an instant from whole seconds since 1970.
    package init(seconds: Int) { self.milliseconds = seconds * 1_000 }

    /// Creates an instant from seconds since 1970, rounded to the millisecond and clamped to the years 1 to 9999.
    package init(secondsSince1970 seconds: Double) {
        let bounded = seconds.isNaN ? 0 : min(max(seconds, -62_135_596_800), 253_402_300_799.999)
        self.milliseconds = Int((bounded * 1_000).rounded())
    }

    /// Seconds since 1970, including the fraction.
    package var secondsSince1970: Double { Double(milliseconds) / 1_000 }

    /// The day it falls on, in UTC.
    package var day: CalendarDay { CalendarDay(daysSinceEpoch: milliseconds.flooringDivided(by: 86_400_000).quotient) }

    /// Minutes after midnight UTC, 0..<1440.
    package var minuteOfDay: Int { milliseconds.flooringDivided(by: 86_400_000).remainder / 60_000 }
}

extension Instant: LosslessStringConvertible {
    /// Nil unless the text is an RFC 3339 date-time, such as `2026-11-23T05:10:00Z` or `2026-11-23 05:10:00.5+01:00`.
    ///
    /// Digits beyond the millisecond are ignored; a leap second (`:60`) is read as the second after it.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == 0x20,
            let day = CalendarDay(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = CalendarDay.number(bytes[11..<13]), hour < 24,
            let minute = CalendarDay.number(bytes[14..<16]), minute < 60,
            let second = CalendarDay.number(bytes[17..<19]), second <= 60,
            let (fraction, rest) = Self.fraction(bytes[19...]), let offset = Self.offset(rest)
        else { return nil }
        let seconds = day.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
        self.init(milliseconds: seconds * 1_000 + fraction)
    }

    /// The milliseconds of a fraction such as `.25`, and the rest after it.
    private static func fraction(_ bytes: ArraySlice<UInt8>) -> (Int, ArraySlice<UInt8>)? {
        guard bytes.first == UInt8(ascii: ".") else { return (0, bytes) }
        let digits = bytes.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        let padded = Array(digits.prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
        guard let milliseconds = CalendarDay.number(padded) else { return nil }
        return (milliseconds, bytes.dropFirst(1 + digits.count))
    }

    /// Minutes east of UTC of `Z` or `+01:00`.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        let zone = Array(bytes)
        if zone == [UInt8(ascii: "Z")] || zone == [UInt8(ascii: "z")] { return 0 }
        guard zone.count == 6, zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"),
            zone[3] == UInt8(ascii: ":"), let hours = CalendarDay.number(zone[1..<3]), hours < 24,
            let minutes = CalendarDay.number(zone[4..<6]), minutes < 60
        else { return nil }
        return (zone[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    /// The instant as RFC 3339 in UTC, with a fraction only when it is not zero.
    package var description: String {
        let (seconds, fraction) = milliseconds.flooringDivided(by: 1_000)
        let time = CivilTime(secondsSince1970: seconds).extended
        guard fraction > 0 else { return time + "Z" }
        var digits: [UInt8] = []
        digits.appendDigits(fraction, width: 3)
        return "\(time).\(String(decoding: digits, as: UTF8.self))Z"
    }
}

extension Instant: Comparable {
    /// Instants compare by time.
    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The time from the right one to the left one, in seconds.
    package static func - (left: Instant, right: Instant) -> Double {
        Double(left.milliseconds - right.milliseconds) / 1_000
    }

    /// The instant later by a span.
    package static func + (left: Instant, right: TimeSpan) -> Instant {
        Instant(milliseconds: left.milliseconds + right.seconds * 1_000)
    }

    /// The instant earlier by a span.
    package static func - (left: Instant, right: TimeSpan) -> Instant {
        Instant(milliseconds: left.milliseconds - right.seconds * 1_000)
    }

    /// The instant a number of seconds later, or earlier when negative.
    package func adding(seconds: Double) -> Instant {
        Instant(milliseconds: milliseconds + Int((seconds * 1_000).rounded()))
    }
}

extension Instant: Codable {
    /// Decodes RFC 3339 text.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let instant = Instant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected an RFC 3339 time such as 2026-11-23T05:10:00Z")
        }
        self = instant
    }

    /// Encodes RFC 3339 text in UTC.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
