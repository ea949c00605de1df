/// Tells which requests an exchange answers: every part that is set has to hold.
public struct ReplayMatcher: Sendable, Hashable, CustomStringConvertible {
    /// Equal.
    public var method: String?
    /// Equal to the host, or to host and port.
    public var host: String?
    /// Equal, percent-encoded.
    public var path: String?
    /// Contained in the query.
    public var query: String?
    /// Contained in the body, read as UTF-8.
    public var body: String?

    /// From its parts; what is nil matches anything.
    public init(
        method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.body = body
    }

    /// Whether it answers the request.
    public func matches(_ request: ReplayRequest) -> Bool {
        let url = request.url
        return (method.map { $0 == request.method } ?? true)
            && (host.map { $0 == url.host || $0 == url.authority } ?? true)
            && (path.map { $0 == url.path } ?? true)
            && (query.map { (url.query ?? "").contains($0) } ?? true)
            && (body.map { request.text.contains($0) } ?? true)
    }

    /// For people: `POST sts.amazonaws.com/ body containing "Action=…"`.
    public var description: String {
        var text = "\(method ?? "any method") \(host ?? "any host")\(path ?? "/…")"
        if let query { text += " query containing \"\(query)\"" }
        if let body { text += " body containing \"\(body)\"" }
        return text
    }
}

/// A request as the transport saw it, its body read whole.
public struct ReplayRequest: Sendable, Hashable {
    /// The method.
    public var method: String
    /// Where it went.
    public var url: HTTPURL
    /// The fields in order.
    public var headers: HTTPHeaders
    /// The body; that of a stream too.
    public var body: [UInt8]
    /// The limits it was sent with.
    public var limits: HTTPLimits

    /// The body as UTF-8 text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
