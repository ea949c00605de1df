/// A request in the form whose hash is signed.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public struct CanonicalRequest: Hashable, Sendable {
    /// How the path is written in the canonical form.
    public enum PathForm: Hashable, Sendable {
        /// Encoded once more than on the wire, dot segments and repeated slashes resolved: all services but S3.
        case encodedTwice
        /// Encoded once more than on the wire, otherwise left alone.
        case encodedTwiceUnnormalized
        /// As on the wire: S3, whose keys may hold any segment.
        case asSent
    }

    /// All lines.
    public let text: String
    /// Names of the fields it covers, lower case, joined by semicolons.
    public let signedHeaders: String

    /// Canonicalises. The payload's hash is hexadecimal, or one of the words that stand for it.
    public init(
        method: String, url: HTTPURL, headers: HTTPHeaders, payloadHash: String, pathForm: PathForm
    ) {
        let fields = Self.fields(headers, host: url.authority)
        signedHeaders = fields.map(\.name).joined(separator: ";")
        var text = ""
        text.reserveCapacity(1024)
        text += method
        text += "\n"
        text += Self.path(url.path, form: pathForm)
        text += "\n"
        text += Self.query(url.query)
        text += "\n"
        for field in fields {
            text += field.name
            text += ":"
            text += field.value
            text += "\n"
        }
        text += "\n"
        text += signedHeaders
        text += "\n"
        text += payloadHash
        self.text = text
    }

    // MARK: - Path

    static func path(_ path: String, form: PathForm) -> String {
        guard path != "/", !path.isEmpty else { return "/" }
        switch form {
        case .asSent: return path
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
    private static func query(_ query: String?) -> String {
        guard let query, !query.isEmpty else { return "" }
        var pairs: [(name: Substring, value: Substring)] = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((parts[0], parts.count > 1 ? parts[1] : ""))
        }
        pairs.sort {
            $0.name == $1.name
                ? precedes($0.value.utf8, $1.value.utf8) : precedes($0.name.utf8, $1.name.utf8)
        }
        return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func precedes(_ left: Substring.UTF8View, _ right: Substring.UTF8View) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    // MARK: - Header fields

    private struct Field {
        var name: String
        var value: String
    }

    /// Proxies and transports set or change these on the way, so a signature must not cover them.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Sorted by name, values of one name joined in their order; the host comes from the URL unless it is given.
    private static func fields(_ headers: HTTPHeaders, host: String) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(headers.fields.count + 1)
        var hasHost = false
        for field in headers.fields {
            let name = field.name.lowercased()
            guard !unsigned.contains(name) else { continue }
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

    /// Without spaces at the ends, and with single ones within. Session tokens are long, so one pass finds whether
    /// there is anything to do.
    private static func trimmed(_ value: String) -> String {
        var value = value
        let isTrimmed = value.withUTF8 { bytes in
            var previousIsSpace = true
            for byte in bytes {
                let isSpace = isSpace(byte)
                if isSpace && previousIsSpace { return false }
                previousIsSpace = isSpace
            }
            return bytes.isEmpty || !previousIsSpace
        }
        guard !isTrimmed else { return value }
        return value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
