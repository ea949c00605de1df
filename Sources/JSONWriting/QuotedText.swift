extension [UInt8] {
    /// Appends a text in quotes. What needs no escape is copied in runs, not character by character.
    ///
    /// - Parameter isEscaped: What is written as `\u0000` besides controls; not asked about printable ASCII.
    package mutating func appendQuoted(_ text: String, escaping isEscaped: ((Unicode.Scalar) -> Bool)? = nil) {
        var text = text
        append(UInt8(ascii: "\""))
        text.withUTF8 { appendEscaped($0, isEscaped) }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, _ isEscaped: ((Unicode.Scalar) -> Bool)?) {
        var (start, index) = (0, 0)
        while true {
            index = text.endOfPlain(from: index)
            guard index < text.count else { break }
            let (length, escape) = text.escape(at: index, isEscaped)
            if let escape {
                append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                append(contentsOf: escape)
                start = index + length
            }
            index += length
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first place from `index` on whose byte is no printable ASCII, a quote or a backslash.
    fileprivate func endOfPlain(from index: Int) -> Int {
        var index = index
        while index + 8 <= count {
            let word = UnsafeRawBufferPointer(self).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard word.isPlain else { break }
            index += 8
        }
        while index < count, self[index].isPlain { index += 1 }
        return index
    }

    /// How many bytes the scalar takes, and what is written instead of them; nil when they stay as they are.
    fileprivate func escape(at index: Int, _ isEscaped: ((Unicode.Scalar) -> Bool)?) -> (length: Int, [UInt8]?) {
        switch self[index] {
        case UInt8(ascii: "\""): return (1, Array(#"\""#.utf8))
        case UInt8(ascii: "\\"): return (1, Array(#"\\"#.utf8))
        case 0x08: return (1, Array(#"\b"#.utf8))
        case 0x09: return (1, Array(#"\t"#.utf8))
        case 0x0A: return (1, Array(#"\n"#.utf8))
        case 0x0C: return (1, Array(#"\f"#.utf8))
        case 0x0D: return (1, Array(#"\r"#.utf8))
        case let byte where byte < 0x20: return (1, byte.unicodeEscape)
        default: break
        }
        // A string's bytes are always whole scalars.
        var decoder = UTF8.ForwardParser()
        var rest = self[index...].makeIterator()
        guard let isEscaped, case .valid(let encoded) = decoder.parseScalar(from: &rest) else {
            return (1, nil)
        }
        let scalar = UTF8.decode(encoded)
        guard isEscaped(scalar), let units = UTF16.encode(scalar) else { return (encoded.count, nil) }
        return (encoded.count, units.flatMap(\.unicodeEscape))
    }
}

extension UInt64 {
    /// Whether all eight bytes are plain, by arithmetic on all at once; a byte too many may be taken for not plain.
    fileprivate var isPlain: Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        // Zero bytes borrow from the bit above them: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
        func hasByte(_ byte: UInt64) -> UInt64 { ((self ^ ones &* byte) &- ones) & ~(self ^ ones &* byte) }
        let isControl = (self &- ones &* 0x20) & ~self
        return (self | isControl | hasByte(0x22) | hasByte(0x5C) | hasByte(0x7F)) & highs == 0
    }
}

extension UInt8 {
    fileprivate var isPlain: Bool { self >= 0x20 && self < 0x7F && self != 0x22 && self != 0x5C }
}

extension FixedWidthInteger {
    /// The escape of a UTF-16 code unit: `\u001b`.
    fileprivate var unicodeEscape: [UInt8] {
        let digits = String(self, radix: 16)
        return Array((#"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
    }
}
