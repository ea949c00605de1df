/// A request in its final form: everything is encoded, and the transport decides nothing.
public struct HTTPRequest: Sendable {
    /// The method in upper case.
    public var method: String
    /// The URL.
    public var url: HTTPURL
    /// The header fields in the order in which they are sent.
    public var headers: HTTPHeaders
    /// The body.
    public var body: HTTPBody
    /// True for a request that must bypass every proxy, as those to agents on this machine.
    public var isDirect = false

    /// Creates the value from its parts.
    public init(method: String, url: HTTPURL, headers: HTTPHeaders = [:], body: HTTPBody = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The body of a request.
public enum HTTPBody: Sendable {
    /// No body.
    case none
    /// A body in memory, which a retry can send again.
    case bytes([UInt8])
    /// A streamed body of known length, which can be sent only once.
    case stream(HTTPBodyStream)
}
