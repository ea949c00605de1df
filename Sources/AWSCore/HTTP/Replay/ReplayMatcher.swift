/// Selects the requests that an exchange answers: every part that is set has to match.
public struct ReplayMatcher: Sendable, Hashable, CustomStringConvertible {
    /// The method must be equal.
    public var method: String?
    /// The value must equal the host, or host and port.
    public var host: String?
    /// The percent-encoded path must be equal.
    public var path: String?
    /// The query must contain the text.
    public var query: String?
    /// The body must contain the text in UTF-8.
    public var body: String?

    /// Creates a matcher; nil parts match anything.
    public init(
        method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.body = body
    }

    /// Whether the request matches.
    public func matches(_ request: ReplayRequest) -> Bool {
        let url = request.url
        return (method.map { $0 == request.method } ?? true)
            && (host.map { $0 == url.host || $0 == url.authority } ?? true)
            && (path.map { $0 == url.path } ?? true)
            && (query.map { (url.query ?? "").contains($0) } ?? true)
            && (body.map { request.text.contains($0) } ?? true)
    }

    /// A description for people: `POST sts.amazonaws.com/ body containing "Action=…"`.
    public var description: String {
        var text = "\(method ?? "any method") \(host ?? "any host")\(path ?? "/…")"
        if let query { text += " query containing \"\(query)\"" }
        if let body { text += " body containing \"\(body)\"" }
        return text
    }
}

/// A request as the transport received it, with its whole body.
public struct ReplayRequest: Sendable, Hashable {
    /// The method.
    public var method: String
    /// The URL.
    public var url: HTTPURL
    /// The header fields in order.
    public var headers: HTTPHeaders
    /// The body, which is read completely even when it is a stream.
    public var body: [UInt8]
    /// The limits of the request.
    public var limits: HTTPLimits

    /// The body as UTF-8 text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
