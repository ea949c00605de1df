/// An error response of a service.
public struct ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The service and operation that were called, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// The code without namespace or URL, such as `DBInstanceNotFound`; the HTTP status when the body had none.
    public var code: String
    /// The service's message; may be empty.
    public var message: String
    /// The HTTP status.
    public var status: Int
    /// The request id, which AWS support asks for; nil when the response had none.
    public var requestID: String?
    /// The number of attempts.
    public var attempts: Int

    /// Creates the value from its parts.
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

    /// A description for people.
    public var description: String {
        var text = "\(operation): \(code) (HTTP \(status))"
        if !message.isEmpty { text += ": \(message)" }
        if let requestID { text += " [request \(requestID)]" }
        if attempts > 1 { text += " after \(attempts) attempts" }
        return text
    }
}
