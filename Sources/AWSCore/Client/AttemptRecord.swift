/// One request that was really sent, for logs, evidence and the account of which actions a run used.
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
    /// 1 for the first.
    public var attempt: Int
    /// Nil when no response arrived.
    public var status: Int?
    /// The service's error code, or the transport's kind of failure; nil for a success.
    public var errorCode: String?
    /// The service's name for this request.
    public var requestID: String?
    /// From sending to the response's end; to its head for a stream.
    public var duration: Duration
}
