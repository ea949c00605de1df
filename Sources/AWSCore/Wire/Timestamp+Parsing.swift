import CivilCalendar

extension Timestamp {
    /// Reads a timestamp in one of the three forms; nil when the text has another form.
    public init?(_ text: String, format: TimestampFormat) {
        var text = text
        let timestamp = text.withUTF8 { bytes in
            switch format {
            case .iso8601: Self.iso8601(bytes)
            case .httpDate: Self.httpDate(bytes)
            case .epochSeconds: Self.epochSeconds(bytes)
            }
        }
        guard let timestamp else { return nil }
        self = timestamp
    }

    /// Reads a timestamp in any form, since services do not always use the one in their model.
    init?(anyForm text: UnsafeBufferPointer<UInt8>) {
        var bytes = text
        while let byte = bytes.first, byte <= 0x20 { bytes = UnsafeBufferPointer(rebasing: bytes.dropFirst()) }
        while let byte = bytes.last, byte <= 0x20 { bytes = UnsafeBufferPointer(rebasing: bytes.dropLast()) }
        guard let first = bytes.first else { return nil }
        let timestamp: Timestamp? =
            if first | 0x20 >= 0x61 {
                Self.httpDate(bytes)
            } else if bytes.count > 10, bytes[4] == UInt8(ascii: "-") {
                Self.iso8601(bytes)
            } else {
                Self.epochSeconds(bytes)
            }
        guard let timestamp else { return nil }
        self = timestamp
    }

    private static func iso8601(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var scanner = Scanner(bytes)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), scanner.take("T", "t", " "),
            let second = scanner.timeOfDay(), let nanoseconds = scanner.fraction(),
            let offset = scanner.zone(), scanner.isAtEnd, let date = CivilDay(year: year, month: month, day: day)
        else { return nil }
        return Timestamp(seconds: date.daysSinceEpoch * 86_400 + second - offset, nanoseconds: nanoseconds)
    }

    private static func httpDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var scanner = Scanner(bytes)
        guard scanner.skipWeekday(), let day = scanner.number(2), scanner.take(" "),
            let month = scanner.month(), scanner.take(" "), let year = scanner.number(4), scanner.take(" "),
            let second = scanner.timeOfDay(), let nanoseconds = scanner.fraction(),
            scanner.take(" "), scanner.take("G"), scanner.take("M"), scanner.take("T"), scanner.isAtEnd,
            let date = CivilDay(year: year, month: month, day: day)
        else { return nil }
        return Timestamp(seconds: date.daysSinceEpoch * 86_400 + second, nanoseconds: nanoseconds)
    }

    private static func epochSeconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        var scanner = Scanner(bytes)
        let isNegative = scanner.take("-")
        var whole = 0
        var digits = 0
        while let digit = scanner.digit() {
            whole = whole * 10 + digit
            digits += 1
            guard digits <= 15 else { return nil }
        }
        guard digits > 0 else { return nil }
        if !scanner.isAtEnd, !scanner.isAtFraction {
            // An exponent, such as 1.5E9, is rare enough for the slow conversion.
            return Double(String(decoding: bytes, as: UTF8.self)).flatMap(Timestamp.init(secondsSince1970:))
        }
        guard let nanoseconds = scanner.fraction() else { return nil }
        guard scanner.isAtEnd else {
            return Double(String(decoding: bytes, as: UTF8.self)).flatMap(Timestamp.init(secondsSince1970:))
        }
        guard isNegative else { return Timestamp(seconds: whole, nanoseconds: nanoseconds) }
        return nanoseconds == 0
            ? Timestamp(seconds: -whole) : Timestamp(seconds: -whole - 1, nanoseconds: 1_000_000_000 - nanoseconds)
    }
}

private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }
    var isAtFraction: Bool { offset < bytes.count && bytes[offset] == UInt8(ascii: ".") }

    mutating func take(_ characters: Unicode.Scalar...) -> Bool {
        guard offset < bytes.count, characters.contains(where: { UInt8(ascii: $0) == bytes[offset] }) else {
            return false
        }
        offset += 1
        return true
    }

    mutating func digit() -> Int? {
        guard offset < bytes.count, (0x30...0x39).contains(bytes[offset]) else { return nil }
        offset += 1
        return Int(bytes[offset - 1] - 0x30)
    }

    mutating func number(_ width: Int) -> Int? {
        var value = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Seconds after midnight; a leap second counts as the next second.
    mutating func timeOfDay() -> Int? {
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60, take(":"),
            let second = number(2), second <= 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// Nanoseconds of a fraction; 0 when there is none, nil when no digit follows the dot.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        var value = 0
        var digits = 0
        while let digit = digit() {
            if digits < 9 { value = value * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 9)..<9 { value *= 10 }
        return value
    }

    /// Seconds east of UTC. AWS writes `Z`; some services omit the zone, which then is UTC.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z", "z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hour = number(2), hour < 24 else { return nil }
        _ = take(":")
        guard let minute = number(2), minute < 60 else { return nil }
        return sign * (hour * 3_600 + minute * 60)
    }

    mutating func skipWeekday() -> Bool {
        guard bytes.count > 5, bytes[3] == UInt8(ascii: ","), bytes[4] == UInt8(ascii: " ") else { return false }
        offset = 5
        return true
    }

    mutating func month() -> Int? {
        guard offset + 3 <= bytes.count else { return nil }
        let name = String(decoding: bytes[offset..<offset + 3], as: UTF8.self)
        offset += 3
        return Timestamp.months.firstIndex(of: name).map { $0 + 1 }
    }
}
