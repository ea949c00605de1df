/// Anything that would change a request's meaning is refused before it is sent: a line break in a field
/// adds another field, a `#` or `?` in a path shifts what was signed, and an `@` in a host changes the destination.
extension HTTPRequest {
    /// The reason why the request cannot be sent; nil when it can.
    var refusal: String? {
        guard url.scheme == "https" || url.scheme == "http" else { return "the scheme is neither http nor https" }
        guard !url.host.isEmpty, url.host.utf8.allSatisfy(Self.isHostByte) else { return "the host name is invalid" }
        guard url.port.map({ (1...65535).contains($0) }) ?? true else { return "the port is invalid" }
        guard url.path.utf8.first == UInt8(ascii: "/"), url.path.utf8.allSatisfy(Self.isPathByte) else {
            return "the path is not percent-encoded or does not begin with a slash"
        }
        guard (url.query ?? "").utf8.allSatisfy(Self.isQueryByte) else { return "the query is not percent-encoded" }
        guard !method.isEmpty, method.utf8.allSatisfy(Self.isTokenByte) else { return "the method is not a token" }
        for field in headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
                return "a header name is not a token"
            }
            guard field.value.utf8.allSatisfy(Self.isFieldByte) else {
                return "the header \(field.name) contains a control character"
            }
        }
        return nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || hostPunctuation.contains(byte) }

    /// Whether the byte may be part of a token (RFC 9110, section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || tokenPunctuation.contains(byte) }

    private static func isQueryByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "#")
    }

    private static func isPathByte(_ byte: UInt8) -> Bool { isQueryByte(byte) && byte != UInt8(ascii: "?") }

    /// Whether the byte may be part of a field's value: a tab, or no control character (RFC 9110, section 5.5).
    private static func isFieldByte(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }

    private static let hostPunctuation = Array("-._~[]:%".utf8)
    private static let tokenPunctuation = Array("!#$%&'*+-.^_`|~".utf8)
}

extension HTTPURL {
    /// The part of the URL that messages and logs may contain: a path or query may contain a signature.
    var endpoint: String { "\(scheme)://\(authority)" }
}
