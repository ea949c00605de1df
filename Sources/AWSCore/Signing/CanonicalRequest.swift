/// A request in the form whose hash is signed.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public struct CanonicalRequest: Hashable, Sendable {
    /// How the path is written in the canonical form.
    public enum PathForm: Hashable, Sendable {
        /// Encoded once more than on the wire, with dot segments and repeated slashes resolved: all services except S3.
        case encodedTwice
        /// Encoded once more than on the wire, otherwise unchanged.
        case encodedTwiceUnnormalized
        /// As on the wire: S3, whose keys may contain any segment.
        case asSent
    }

    /// All lines, in UTF-8.
    let bytes: [UInt8]
    /// The names of the signed fields in lower case, joined by semicolons.
    public let signedHeaders: String

    /// Canonicalises a request. The payload's hash is hexadecimal, or one of the words that replace it.
    public init(
        method: String, url: HTTPURL, headers: HTTPHeaders, payloadHash: String, pathForm: PathForm
    ) {
        let fields = Self.fields(headers, host: url.authority)
        var names: [UInt8] = []
        names.reserveCapacity(128)
        for field in fields {
            if !names.isEmpty { names.append(";" as StaticString) }
            names.append(field.name)
        }
        signedHeaders = String(decoding: names, as: UTF8.self)
        let newline: StaticString = "\n"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.reduce(512) { $0 + $1.value.utf8.count })
        bytes.append(method)
        bytes.append(newline)
        bytes.append(Self.path(url.path, form: pathForm))
        bytes.append(newline)
        bytes.append(Self.query(url.query))
        bytes.append(newline)
        for field in fields {
            bytes.append(field.name)
            bytes.append(":" as StaticString)
            bytes.append(field.value)
            bytes.append(newline)
        }
        bytes.append(newline)
        bytes.append(contentsOf: names)
        bytes.append(newline)
        bytes.append(payloadHash)
        self.bytes = bytes
    }

    /// All lines.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: - Path

    static func path(_ path: String, form: PathForm) -> String {
        guard path != "/", !path.isEmpty else { return "/" }
        switch form {
        case .asSent: return URIEncoding.escapingInvalid(path)
        case .encodedTwiceUnnormalized: return URIEncoding.encode(path, keepSlashes: true)
        case .encodedTwice: return URIEncoding.encode(normalized(path), keepSlashes: true)
        }
    }

    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        return "/" + segments.joined(separator: "/") + (path.utf8.last == UInt8(ascii: "/") ? "/" : "")
    }

    // MARK: - Query

    /// Pairs by name, then by value, in order of their encoded bytes; a name alone has an empty value.
    ///
    /// The service decodes what it receives and encodes it again, so every byte except unreserved ones is
    /// percent-encoded here, whatever the request's own encoding.
    private static func query(_ query: String?) -> String {
        guard let query, !query.isEmpty else { return "" }
        var pairs: [(name: String, value: String)] = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((URIEncoding.normalized(parts[0]), parts.count > 1 ? URIEncoding.normalized(parts[1]) : ""))
        }
        pairs.sort {
            $0.name == $1.name
                ? precedes($0.value.utf8, $1.value.utf8) : precedes($0.name.utf8, $1.name.utf8)
        }
        return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func precedes(_ left: String.UTF8View, _ right: String.UTF8View) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    // MARK: - Header fields

    private struct Field {
        var name: String
        var value: String
    }

    /// Proxies and transports set or change these fields, so a signature must not cover them.
    private static let unsigned: [String] = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Lengths are compared first, since most names differ in length and comparing text is slower.
    private static func isUnsigned(_ name: String) -> Bool {
        unsigned.contains { $0.utf8.count == name.utf8.count && $0 == name }
    }

    /// Sorted by name, values of one name joined in their order; the host comes from the URL unless it is given.
    private static func fields(_ headers: HTTPHeaders, host: String) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(headers.fields.count + 1)
        var hasHost = false
        for field in headers.fields {
            let name = field.name.lowercased()
            guard !isUnsigned(name) else { continue }
            hasHost = hasHost || name == "host"
            let value = trimmed(field.value)
            if let same = fields.firstIndex(where: { $0.name == name }) {
                fields[same].value += "," + value
            } else {
                fields.append(Field(name: name, value: value))
            }
        }
        if !hasHost { fields.append(Field(name: "host", value: host)) }
        fields.sort { $0.name < $1.name }
        return fields
    }

    /// The value without white space at the ends and with single spaces within, also when it was folded over several
    /// lines.
    private static func trimmed(_ value: String) -> String {
        var value = value
        // Session tokens are long, so values without spaces are detected eight bytes at a time.
        guard value.withUTF8({ hasSpace(UnsafeRawBufferPointer($0)) }) else { return value }
        let isTrimmed = value.withUTF8 { bytes in
            var previousIsSpace = true
            for byte in bytes {
                if isSpace(byte), previousIsSpace || byte != 0x20 { return false }
                previousIsSpace = isSpace(byte)
            }
            return bytes.isEmpty || !previousIsSpace
        }
        guard !isTrimmed else { return value }
        return value.utf8.split(whereSeparator: isSpace).map { String(Substring($0)) }.joined(separator: " ")
    }

    /// Every byte below `!` is white space in a header's value.
    private static func hasSpace(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if (word &- ones &* 0x21) & ~word & (ones << 7) != 0 { return true }
            offset += 8
        }
        return bytes[offset...].contains(where: isSpace)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
