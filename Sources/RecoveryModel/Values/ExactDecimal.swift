/// A decimal number of any size, compared exactly: `1152921504606846977` is not `1152921504606846976`, and `2.50` is `2.5`.
///
/// Numbers of a database never pass through binary floating point, which holds 53 bits of them.
package struct ExactDecimal: Hashable, Sendable {
    /// True for numbers below zero.
    private let isNegative: Bool
    /// Without zeros at either end; empty for zero.
    private let digits: [UInt8]
    /// The power of ten before which the digits stand: the value is 0.DIGITS times ten to it.
    private let exponent: Int

    /// Nil unless the text is a number such as `12`, `-0.50`, `.5` or `1e+20`.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let sign = rest.first.flatMap { [UInt8(ascii: "-"), UInt8(ascii: "+")].contains($0) ? $0 : nil }
        if sign != nil { rest = rest.dropFirst() }
        let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        var power = 0
        if mantissa.count < rest.count {
            let text = String(decoding: rest.dropFirst(mantissa.count + 1), as: UTF8.self)
            guard let number = Int(text), abs(number) <= 1_000_000 else { return nil }
            power = number
        }
        let parts = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let all = parts.joined()
        guard !all.isEmpty, all.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let leading = all.prefix { $0 == 0x30 }.count
        var digits = Array(all.dropFirst(leading))
        while digits.last == 0x30 { digits.removeLast() }
        self.digits = digits
        isNegative = sign == UInt8(ascii: "-") && !digits.isEmpty
        exponent = digits.isEmpty ? 0 : parts[0].count - leading + power
    }

    /// The sign: -1, 0 or 1.
    package var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// True without a fraction.
    package var isWhole: Bool { digits.count <= max(0, exponent) }
}

extension ExactDecimal: Comparable {
    package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        guard left.sign == right.sign else { return left.sign < right.sign }
        return left.isNegative ? right.isCloserToZero(than: left) : left.isCloserToZero(than: right)
    }

    private func isCloserToZero(than other: ExactDecimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension ExactDecimal: CustomStringConvertible, ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self.init(String(value))! }

    package var description: String {
        let text = String(decoding: digits, as: UTF8.self)
        let minus = isNegative ? "-" : ""
        guard !digits.isEmpty else { return "0" }
        guard (-20...60).contains(exponent) else { return "\(minus)0.\(text)e\(exponent)" }
        if exponent <= 0 { return "\(minus)0." + String(repeating: "0", count: -exponent) + text }
        if digits.count <= exponent { return minus + text + String(repeating: "0", count: exponent - digits.count) }
        return minus + text.prefix(exponent) + "." + text.dropFirst(exponent)
    }
}

extension ExactDecimal: Codable {
    /// Ledgers of drctl 0.1 hold a JSON number.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try (try? container.decode(String.self)) ?? "\(container.decode(Double.self))"
        guard let number = ExactDecimal(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number: \(text)")
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
