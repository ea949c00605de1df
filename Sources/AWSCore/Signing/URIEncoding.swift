/// Percent-encoding for Signature Version 4: everything except the unreserved characters of RFC 3986.
package enum URIEncoding {
    /// Encodes text for a query, or for a path when slashes are kept.
    static func encode(_ text: String, keepSlashes: Bool = false) -> String {
        guard text.utf8.contains(where: { !isKept($0, keepSlashes) }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        append(text, to: &bytes, keepSlashes: keepSlashes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the encoded text.
    static func append(_ text: String, to bytes: inout [UInt8], keepSlashes: Bool = false) {
        var text = text
        text.withUTF8 { units in
            var start = 0
            for (index, byte) in units.enumerated() where !isKept(byte, keepSlashes) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[start..<index]))
                append(byte, to: &bytes, isKept: false)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[start...]))
        }
    }

    /// A name or value of a query in the normalized form that is signed: unnecessary escapes are decoded, and necessary
    /// ones are added, by bytes and with upper-case digits. A `%` without two digits after it stands for itself.
    static func normalized(_ text: Substring) -> String {
        guard text.utf8.contains(where: { !isKept($0, false) }) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        var rest = text.utf8[...]
        while var byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let escaped = escapedByte(rest) {
                byte = escaped
                rest = rest.dropFirst(2)
            }
            append(byte, to: &bytes, isKept: isKept(byte, false))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path for the wire: characters that a URL cannot contain are escaped, everything else is unchanged.
    static func escapingInvalid(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return path }
        var bytes: [UInt8] = []
        for byte in path.utf8 { append(byte, to: &bytes, isKept: byte > 0x20 && byte < 0x7F) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8], isKept: Bool) {
        guard !isKept else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digit(byte >> 4))
        bytes.append(digit(byte & 15))
    }

    private static func escapedByte(_ rest: Substring.UTF8View.SubSequence) -> UInt8? {
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt8(Substring(digits), radix: 16)
    }

    /// The decoded text; nil when a `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    package static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = escapedByte(rest) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// The bits of letters, digits, `-`, `.`, `_` and `~`.
    private static let kept: (low: UInt64, high: UInt64) = (0x03FF_6000_0000_0000, 0x47FF_FFFE_87FF_FFFE)

    private static func isKept(_ byte: UInt8, _ keepSlashes: Bool) -> Bool {
        if keepSlashes, byte == UInt8(ascii: "/") { return true }
        guard byte < 128 else { return false }
        return (byte < 64 ? kept.low >> UInt64(byte) : kept.high >> UInt64(byte & 63)) & 1 == 1
    }
}
