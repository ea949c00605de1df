/// Percent-encoding as Signature Version 4 wants it: everything but the unreserved characters of RFC 3986.
enum URIEncoding {
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
