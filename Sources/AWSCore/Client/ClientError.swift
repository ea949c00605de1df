/// Why a call has no result. Cancellation is not an error of the call and stays `CancellationError`.
public struct ClientError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, where.
    public enum Cause: Sendable {
        /// The input cannot be sent.
        case input(any Error)
        /// There is no such endpoint.
        case endpoint(EndpointError)
        /// There is nothing to sign with.
        case credentials(any Error)
        /// No response arrived.
        case transport(HTTPError)
        /// The service refused.
        case service(ServiceError)
        /// The service's answer is not what its model says.
        case response(any Error, requestID: String?)
        /// The time for the call as a whole is over.
        case deadline(Duration)
    }

    /// Service and operation, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// Scheme, host and port that were tried; nil when it did not come to that.
    public var endpoint: String?
    /// Attempts made.
    public var attempts: Int
    /// The cause.
    public var cause: Cause

    /// From its parts.
    public init(operation: String, endpoint: String? = nil, attempts: Int = 0, cause: Cause) {
        self.operation = operation
        self.endpoint = endpoint
        self.attempts = attempts
        self.cause = cause
    }

    /// What the service said; nil when it was not the service that refused.
    public var service: ServiceError? { if case .service(let error) = cause { error } else { nil } }

    /// The service's error code, such as `DBInstanceNotFound`.
    public var code: String? { service?.code }

    /// For people.
    public var description: String {
        switch cause {
        case .service(let error): return error.description
        case .input(let error): return "\(operation): \(error)"
        case .endpoint(let error): return "\(operation): \(error)"
        case .credentials(let error): return "\(operation): no credentials: \(error)"
        case .transport(let error): return "\(operation): \(error)\(after)"
        case .response(let error as ResponseError, _): return error.description
        case .response(let error, let requestID):
            return "\(operation): \(error)" + (requestID.map { " [request \($0)]" } ?? "")
        case .deadline(let duration):
            return "\(operation): \(endpoint ?? "the service") gave no answer in \(duration)\(after)"
        }
    }

    private var after: String { attempts > 1 ? " after \(attempts) attempts" : "" }
}
