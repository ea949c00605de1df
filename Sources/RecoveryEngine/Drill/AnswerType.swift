import RecoveryModel

/// How two answers of a database compare, by the type that PostgreSQL reports for the column: as text two numbers may
/// differ that are equal, and as numbers two texts may be equal that differ.
enum AnswerType {
    case boolean
    /// Integers of every size, numeric and floating point: the digits decide, exactly.
    case number
    /// Dates and times, which are instants.
    case time
    /// `character(n)`, whose trailing blanks mean nothing.
    case padded
    /// Everything else: equal only when every character is.
    case text
    /// The type is not known, as in a ledger of an older version.
    case unknown

    /// - Parameter name: As `format_type` prints it; nil when it was not asked for.
    init(_ name: String?) {
        switch name {
        case nil: self = .unknown
        case "boolean": self = .boolean
        case "smallint", "integer", "bigint", "numeric", "real", "double precision", "oid": self = .number
        case "timestamp with time zone", "timestamp without time zone", "date": self = .time
        case "character": self = .padded
        default: self = .text
        }
    }

    /// Whether an answer is the expected value, which a person wrote.
    func equal(_ got: String, _ expected: String) -> Bool {
        switch self {
        case .boolean: return Self.truth(got).map { $0 == Self.truth(expected) } ?? false
        case .number:
            guard let left = ExactDecimal(got), let right = ExactDecimal(expected) else {
                return got.lowercased() == expected.lowercased()
                    && ["nan", "infinity", "-infinity"].contains(got.lowercased())
            }
            return left == right
        case .time:
            guard let left = ExactTime(got), let right = ExactTime(expected) else { return got == expected }
            return left == right
        case .padded: return got == Self.stored(Self.trimmed(expected))
        case .text: return got == Self.stored(expected)
        case .unknown:
            if got == Self.stored(expected) { return true }
            guard let left = ExactDecimal(got), let right = ExactDecimal(expected) else { return false }
            return left == right
        }
    }

    /// Whether two databases gave the same answer.
    func same(_ got: String, _ other: String) -> Bool {
        if got == other { return true }
        switch self {
        case .number: return ExactDecimal(got).map { $0 == ExactDecimal(other) } ?? false
        case .time: return ExactTime(got).map { $0 == ExactTime(other) } ?? false
        case .boolean, .padded, .text, .unknown: return false
        }
    }

    /// An answer as a number; nil when it is none, or of a type that has no order like numbers.
    func number(_ got: String) -> ExactDecimal? {
        switch self {
        case .number, .unknown: ExactDecimal(got)
        case .boolean, .time, .padded, .text: nil
        }
    }

    /// The form in which a text is kept: user data is a digest.
    private static func stored(_ text: String) -> String {
        text.hasPrefix("sha256:") ? text : PresentableValue.of(text)
    }

    static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// https://www.postgresql.org/docs/current/datatype-boolean.html
    static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "t", "true", "y", "yes", "on", "1": true
        case "f", "false", "n", "no", "off", "0": false
        default: nil
        }
    }
}

/// A time as exact as PostgreSQL stores it, to the microsecond.
struct ExactTime: Hashable, Comparable {
    private let second: Int
    /// In microseconds.
    private let fraction: Int

    /// Nil when the text is not a date or time.
    init?(_ text: String) {
        guard let instant = DatabaseTime.instant(text) else { return nil }
        second = instant.milliseconds.flooringQuotient(1_000)
        let digits = text.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst().prefix { (0x30...0x39).contains($0) }
        let padded = String(decoding: digits.prefix(6), as: UTF8.self)
        fraction = Int(padded + String(repeating: "0", count: 6 - padded.utf8.count)) ?? 0
    }

    init(_ instant: Instant) {
        second = instant.milliseconds.flooringQuotient(1_000)
        fraction = (instant.milliseconds - second * 1_000) * 1_000
    }

    static func < (left: ExactTime, right: ExactTime) -> Bool {
        (left.second, left.fraction) < (right.second, right.fraction)
    }
}

extension Int {
    fileprivate func flooringQuotient(_ divisor: Int) -> Int {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}
