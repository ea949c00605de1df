/// Percent-encoding as Signature Version 4 wants it: everything but the unreserved characters of RFC 3986.
package enum URIEncoding {
    /// Encodes text for a query, or for a path when slashes stay.
    static func encode(_ text: String, keepSlashes: Bool = false) -> String {
        guard text.utf8.contains(where: { !isKept($0, keepSlashes) }) else { return text }
        let hex = Array("0123456789ABCDEF".utf8)
        return String(unsafeUninitializedCapacity: text.utf8.count * 3) { buffer in
            var count = 0
            for byte in text.utf8 {
                if isKept(byte, keepSlashes) {
                    buffer[count] = byte
                    count += 1
                } else {
                    buffer[count] = UInt8(ascii: "%")
                    buffer[count + 1] = hex[Int(byte >> 4)]
                    buffer[count + 2] = hex[Int(byte & 15)]
                    count += 3
                }
            }
            return count
        }
    }

    /// The text that was encoded; nil when a `%` has no two hexadecimal digits after it, or the bytes are not UTF-8.
    package static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let value = UInt8(Substring(digits), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isKept(_ byte: UInt8, _ keepSlashes: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        case UInt8(ascii: "/"): keepSlashes
        default: false
        }
    }
}
