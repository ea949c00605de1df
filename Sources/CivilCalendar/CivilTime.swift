/// A second of a day, in UTC.
package struct CivilTime: Hashable, Sendable {
    /// The date.
    package let date: CivilDay
    /// Seconds after midnight, 0..<86,400.
    package let secondOfDay: Int

    /// From seconds since 1970; negative before.
    package init(secondsSince1970 seconds: Int) {
        let (days, second) = seconds.flooringDivided(by: 86_400)
        (date, secondOfDay) = (CivilDay(daysSinceEpoch: days), second)
    }

    /// The time of day as `05:10:00`.
    package var clock: String { text { $0.appendClock(self, separator: ":") } }

    /// RFC 3339 without fraction and zone: `2026-11-23T05:10:00`.
    package var extended: String {
        text {
            $0.appendDate(date, separator: "-")
            $0.append(UInt8(ascii: "T"))
            $0.appendClock(self, separator: ":")
        }
    }

    /// ISO 8601's basic form without fraction and zone: `20261123T051000`.
    package var basic: String {
        text {
            $0.appendDate(date, separator: nil)
            $0.append(UInt8(ascii: "T"))
            $0.appendClock(self, separator: nil)
        }
    }
}

extension CivilDay: CustomStringConvertible {
    /// RFC 3339's full-date: `2026-11-23`.
    package var description: String { text { $0.appendDate(self, separator: "-") } }
}

private func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
    /// Appends a number that is not negative, with zeros in front up to the width.
    package mutating func appendDigits(_ number: Int, width: Int) {
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0 || count - start < width
        self[start...].reverse()
    }

    fileprivate mutating func appendDate(_ date: CivilDay, separator: Unicode.Scalar?) {
        if date.year < 0 { append(UInt8(ascii: "-")) }
        appendDigits(abs(date.year), width: 4)
        if let separator { append(UInt8(ascii: separator)) }
        appendDigits(date.month, width: 2)
        if let separator { append(UInt8(ascii: separator)) }
        appendDigits(date.day, width: 2)
    }

    fileprivate mutating func appendClock(_ time: CivilTime, separator: Unicode.Scalar?) {
        appendDigits(time.secondOfDay / 3_600, width: 2)
        if let separator { append(UInt8(ascii: separator)) }
        appendDigits(time.secondOfDay / 60 % 60, width: 2)
        if let separator { append(UInt8(ascii: separator)) }
        appendDigits(time.secondOfDay % 60, width: 2)
    }
}
