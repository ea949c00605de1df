/// Why a call failed. Cancellation is not an error of the call and remains `CancellationError`.
public struct ClientError: Error, Sendable, CustomStringConvertible {
    /// The stage and cause of the failure.
    public enum Cause: Sendable {
        /// The input cannot be sent.
        case input(any Error)
        /// The endpoint cannot be resolved.
        case endpoint(EndpointError)
        /// No credentials are available.
        case credentials(any Error)
        /// No response arrived.
        case transport(HTTPError)
        /// The service returned an error.
        case service(ServiceError)
        /// The service's response does not match its model.
        case response(any Error, requestID: String?)
        /// The time limit for the whole call has passed.
        case deadline(Duration)
    }

    /// The service and operation, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// Scheme, host and port of the request; nil when none was sent.
    public var endpoint: String?
    /// The number of attempts.
    public var attempts: Int
    /// The cause.
    public var cause: Cause

    /// Creates the value from its parts.
    public init(operation: String, endpoint: String? = nil, attempts: Int = 0, cause: Cause) {
        self.operation = operation
        self.endpoint = endpoint
        self.attempts = attempts
        self.cause = cause
    }

    /// The service's error; nil when the failure has another cause.
    public var service: ServiceError? { if case .service(let error) = cause { error } else { nil } }

    /// The service's error code, such as `DBInstanceNotFound`.
    public var code: String? { service?.code }

    /// Whether the service's response arrived as no document of its protocol.
    var isGarbled: Bool {
        guard case .response(let error as ResponseError, _) = cause, case .malformed = error.reason else {
            return false
        }
        return true
    }

    /// A description for people.
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
