/// A body produced piece by piece. `next` is asked again only when the transport has room: that is the backpressure.
public struct HTTPBodyStream: Sendable {
    /// In bytes; nil when it is not known (sent chunked, where the service allows it).
    public var length: Int?
    /// The next piece; nil at the end. Throwing aborts the request.
    public var next: @Sendable () async throws -> [UInt8]?

    /// From its parts.
    public init(length: Int?, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}

/// A response whose body arrives piece by piece; the transport stops reading the socket while nobody asks.
public struct HTTPStreamedResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The fields in the order received.
    public var headers: HTTPHeaders
    /// The next piece of the body; nil at the end.
    ///
    /// Throws `HTTPError`, or `CancellationError`. Dropping the response aborts the transfer.
    public var next: @Sendable () async throws -> [UInt8]?

    /// From its parts.
    public init(status: Int, headers: HTTPHeaders, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.status = status
        self.headers = headers
        self.next = next
    }
}
