/// An error that the service answered with.
public struct ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The service and operation that were called, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// The code without namespace or URL, such as `DBInstanceNotFound`; the HTTP status when the body had none.
    public var code: String
    /// What the service said; may be empty.
    public var message: String
    /// The HTTP status.
    public var status: Int
    /// For support; nil when the response had none.
    public var requestID: String?
    /// Attempts made.
    public var attempts: Int

    /// From its parts.
    public init(
        operation: String, code: String, message: String, status: Int, requestID: String? = nil, attempts: Int = 1
    ) {
        self.operation = operation
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.attempts = attempts
    }

    /// For people.
    public var description: String {
        var text = "\(operation): \(code) (HTTP \(status))"
        if !message.isEmpty { text += ": \(message)" }
        if let requestID { text += " [request \(requestID)]" }
        if attempts > 1 { text += " after \(attempts) attempts" }
        return text
    }
}
