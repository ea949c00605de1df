/// Why no usable response arrived.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as far as a caller's decision depends on it.
    public enum Kind: String, Hashable, Sendable {
        /// The name did not resolve.
        case nameResolution
        /// Nothing listens, or no route.
        case connect
        /// The connection did not stand in time.
        case connectTimeout
        /// The attempt took too long, or stalled.
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

    /// The kind.
    public var kind: Kind
    /// Scheme, host and port that were tried: never a path or query, which may hold a signature.
    public var endpoint: String
    /// What the library said.
    public var detail: String

    /// From its parts.
    public init(kind: Kind, endpoint: String, detail: String) {
        self.kind = kind
        self.endpoint = endpoint
        self.detail = detail
    }

    /// For people.
    public var description: String { "\(endpoint): \(detail)" }
}
