/// An absolute http or https URL in the parts that signing and endpoint rules need, each already percent-encoded.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// The scheme, `http` or `https`.
    public var scheme: String
    /// The host name or address; IPv6 addresses are in brackets.
    public var host: String
    /// The port; nil for the scheme's default.
    public var port: Int?
    /// The path, which begins with `/`.
    public var path: String
    /// The query without the `?`; nil when there is none.
    public var query: String?

    /// Creates the value from its parts.
    public init(scheme: String, host: String, port: Int? = nil, path: String = "/", query: String? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// The value of the Host field, with the port when it is not the scheme's default.
    public var authority: String {
        guard let port, !(scheme == "https" && port == 443), !(scheme == "http" && port == 80) else { return host }
        return "\(host):\(port)"
    }

    /// The URL as text.
    public var description: String {
        "\(scheme)://\(authority)\(path)" + (query.map { "?" + $0 } ?? "")
    }
}
