/// The reason why no usable response arrived.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers distinguish.
    public enum Kind: String, Hashable, Sendable {
        /// The name did not resolve.
        case nameResolution
        /// Nothing listens at the address, or there is no route.
        case connect
        /// The connection was not established in time.
        case connectTimeout
        /// The attempt took too long or stalled.
        case timeout
        /// The peer's certificate is not trusted, or not for this host.
        case certificate
        /// The TLS handshake failed otherwise.
        case tls
        /// The connection broke after the request had been (partly) sent.
        case connectionLost
        /// The body is larger than the limit.
        case bodyTooLarge
        /// The response is not HTTP.
        case malformedResponse
        /// The request cannot be sent as it is (bad URL, failing body stream).
        case invalidRequest
    }

    /// The kind of failure.
    public var kind: Kind
    /// The scheme, host and port that were tried, never a path or query, which may contain a signature.
    public var endpoint: String
    /// The library's message.
    public var detail: String

    /// Creates the value from its parts.
    public init(kind: Kind, endpoint: String, detail: String) {
        self.kind = kind
        self.endpoint = endpoint
        self.detail = detail
    }

    /// A description for people.
    public var description: String { "\(endpoint): \(detail)" }
}
