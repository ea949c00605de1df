/// An absolute http or https URL, split where signing and endpoint rules need it; every part already percent-encoded.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    public var scheme: String
    /// Host name or address, IPv6 in brackets.
    public var host: String
    /// Nil for the scheme's own.
    public var port: Int?
    /// Begins with `/`.
    public var path: String
    /// Without the `?`; nil when there is none.
    public var query: String?

    /// From its parts.
    public init(scheme: String, host: String, port: Int? = nil, path: String = "/", query: String? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// The value of the Host field: with the port, when it is not the scheme's own.
    public var authority: String {
        guard let port, !(scheme == "https" && port == 443), !(scheme == "http" && port == 80) else { return host }
        return "\(host):\(port)"
    }

    /// The text form.
    public var description: String {
        "\(scheme)://\(authority)\(path)" + (query.map { "?" + $0 } ?? "")
    }
}
