/// Sends one request once: no retry, no redirect, no signing.
///
/// Implementations: libcurl (`CurlTransport`) and a recording (`ReplayTransport`).
public protocol HTTPTransport: Sendable {
    /// Sends the request and reads the whole response.
    ///
    /// - Throws: `HTTPError`, or `CancellationError` when the task is cancelled.
    func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse

    /// Sends the request and returns the response when its head has arrived; the body follows with backpressure.
    ///
    /// - Throws: `HTTPError`, or `CancellationError` when the task is cancelled.
    func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse
}

/// The limits of time and size for a single attempt.
public struct HTTPLimits: Sendable, Hashable {
    /// The time until the connection is established.
    public var connectTimeout: Duration
    /// The time for the whole attempt; nil for streams, which `stallTimeout` limits.
    public var totalTimeout: Duration?
    /// The time without a transferred byte.
    public var stallTimeout: Duration?
    /// The largest body `send` accepts, in bytes after content decoding.
    public var maximumBodySize: Int

    /// Creates limits; the defaults are for API calls.
    public init(
        connectTimeout: Duration = .seconds(5), totalTimeout: Duration? = .seconds(60),
        stallTimeout: Duration? = nil, maximumBodySize: Int = 64 << 20
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.stallTimeout = stallTimeout
        self.maximumBodySize = maximumBodySize
    }
}
