/// A request as it goes on the wire: everything already encoded, nothing left for the transport to decide.
public struct HTTPRequest: Sendable {
    /// The method, upper case.
    public var method: String
    /// Where it goes.
    public var url: HTTPURL
    /// The fields, in the order they are sent.
    public var headers: HTTPHeaders
    /// What is sent.
    public var body: HTTPBody
    /// Whether it goes past every proxy, as a request to this machine's own agents has to.
    public var isDirect = false

    /// From its parts.
    public init(method: String, url: HTTPURL, headers: HTTPHeaders = [:], body: HTTPBody = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What a request carries.
public enum HTTPBody: Sendable {
    /// No body.
    case none
    /// A body held in memory; it can be sent again by a retry.
    case bytes([UInt8])
    /// A body produced piece by piece, of known length; it can be sent only once.
    case stream(HTTPBodyStream)
}
