/// A response whose body has been read whole.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The fields in the order received.
    public var headers: HTTPHeaders
    /// The body, decoded of any content encoding.
    public var body: [UInt8]

    /// From its parts.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
