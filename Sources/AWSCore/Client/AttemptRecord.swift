/// One request that was sent, for logs, evidence and the list of actions that a run used.
public struct AttemptRecord: Sendable, Hashable {
    /// The service's id, such as `RDS`.
    public var service: String
    /// The service in the signature's scope, which is often that of IAM actions too.
    public var signingName: String
    /// Such as `DescribeDBInstances`.
    public var operation: String
    /// The region it was signed for.
    public var region: String
    /// Scheme, host and port.
    public var endpoint: String
    /// The number of the attempt, from 1.
    public var attempt: Int
    /// Nil when no response arrived.
    public var status: Int?
    /// The service's error code, or the transport's kind of failure; nil for a success.
    public var errorCode: String?
    /// The request id.
    public var requestID: String?
    /// The server's clock, as the response's `Date` field has it.
    public var date: String?
    /// The time from sending to the end of the response, or of its header for a stream.
    public var duration: Duration
}
