/// A body produced piece by piece. Backpressure: `next` is called again only when the transport has space.
public struct HTTPBodyStream: Sendable {
    /// The length in bytes; nil when it is unknown (the body is then sent chunked, where the service allows it).
    public var length: Int?
    /// Produces the next piece; nil at the end. An error aborts the request.
    public var next: @Sendable () async throws -> [UInt8]?

    /// Creates the value from its parts.
    public init(length: Int?, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}

/// A response whose body is read piece by piece; the transport stops reading the socket while nobody reads.
public struct HTTPStreamedResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The header fields in the order received.
    public var headers: HTTPHeaders
    /// The next piece of the body; nil at the end.
    ///
    /// It throws `HTTPError` or `CancellationError`. Releasing the response aborts the transfer.
    public var next: @Sendable () async throws -> [UInt8]?

    /// Creates the value from its parts.
    public init(status: Int, headers: HTTPHeaders, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.status = status
        self.headers = headers
        self.next = next
    }
}
