/// A length of time in policy notation: `15m`, `4h`, `30d`, `12mo`, `1y`.
///
/// Spans compare by length and print as written. A month is a twelfth of a year of 365 days, so that `12mo` equals
/// `1y`.
package struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
    /// The units of the policy notation.
    package enum Unit: String, CaseIterable, Sendable {
        case seconds = "s"
        case minutes = "m"
        case hours = "h"
        case days = "d"
        case weeks = "w"
        case months = "mo"
        case years = "y"
    }

    /// The number of units; zero or more.
    package let count: Int
    /// The unit.
    package let unit: Unit

    /// Creates a span from count and unit.
    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// Nil unless the text is digits followed by a unit, and the length fits into 100 years.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), let unit = Unit(rawValue: String(text.dropFirst(digits.count))),
            count <= 100 * 365 * 86_400
        else { return nil }
        self.init(count, unit)
        guard seconds <= 100 * 365 * 86_400 else { return nil }
    }

    /// The length in seconds.
    package var seconds: Int {
        switch unit {
        case .seconds: count
        case .minutes: count * 60
        case .hours: count * 3_600
        case .days: count * 86_400
        case .weeks: count * 7 * 86_400
        case .months: count * 365 * 86_400 / 12
        case .years: count * 365 * 86_400
        }
    }

    /// The length in whole days: months are rounded to the nearest day, shorter units up.
    package var days: Int {
        switch unit {
        case .months: (count * 365 + 6) / 12
        default: (seconds + 86_399) / 86_400
        }
    }

    /// The span as written, such as `30d`.
    package var description: String { "\(count)\(unit.rawValue)" }

    /// Creates the shortest exact notation of a number of seconds, such as `4h` for 14,400.
    package init(seconds: Int) {
        let units: [(Int, Unit)] = [(86_400, .days), (3_600, .hours), (60, .minutes)]
        let fit = units.first { seconds > 0 && seconds % $0.0 == 0 }
        self.init(fit.map { seconds / $0.0 } ?? seconds, fit?.1 ?? .seconds)
    }
}

extension TimeSpan: Comparable {
    /// Spans compare by length.
    package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.seconds < right.seconds }
    /// Spans are equal by length: `12mo` equals `1y`.
    package static func == (left: TimeSpan, right: TimeSpan) -> Bool { left.seconds == right.seconds }
    /// Hashes the length.
    package func hash(into hasher: inout Hasher) { hasher.combine(seconds) }
}

extension TimeSpan: Codable {
    /// Decodes text such as `30d`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let span = TimeSpan(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a time span such as 30d")
        }
        self = span
    }

    /// Encodes text such as `30d`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
