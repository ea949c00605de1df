/// A defect of a body, before the call that it belongs to is known.
enum WireFailure: Error, Hashable {
    case malformed(String)
    case missing(String)
    case unexpected(String, expected: String)
    case tooDeep
    case tooManyValues
    case documentType
}

/// A response that contradicts the API model.
public struct ResponseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// The body is not XML or not JSON; the text is the parser's.
        case malformed(String)
        /// A required member is missing.
        case missingMember(String)
        /// A member has another type.
        case wrongType(member: String, expected: String)
        /// The body is nested more deeply than any response of AWS.
        case tooDeep
        /// The body has more values than any response of AWS.
        case tooManyValues
        /// The XML has a document type, which AWS never sends and attackers do.
        case documentType

        /// A description for people.
        public var description: String {
            switch self {
            case .malformed(let detail): "malformed body: \(detail)"
            case .missingMember(let name): "the required member \(name) is missing"
            case .wrongType(let member, let expected): "\(member) is not of type \(expected)"
            case .tooDeep: "the body is nested too deeply"
            case .tooManyValues: "the body contains too many values"
            case .documentType: "the body has a document type declaration"
            }
        }
    }

    /// The service and operation that were called, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// The HTTP status.
    public var status: Int
    /// AWS's request id, which AWS Support asks for; nil when the response has none.
    public var requestID: String?
    /// What is wrong.
    public var reason: Reason

    /// Creates the value from its parts.
    public init(operation: String, status: Int, requestID: String?, reason: Reason) {
        self.operation = operation
        self.status = status
        self.requestID = requestID
        self.reason = reason
    }

    init(operation: String, response: HTTPResponse, failure: WireFailure) {
        let reason: Reason =
            switch failure {
            case .malformed(let detail): .malformed(detail)
            case .missing(let name): .missingMember(name)
            case .unexpected(let member, let expected): .wrongType(member: member, expected: expected)
            case .tooDeep: .tooDeep
            case .tooManyValues: .tooManyValues
            case .documentType: .documentType
            }
        self.init(
            operation: operation, status: response.status, requestID: response.headers.requestID, reason: reason)
    }

    /// A description for people.
    public var description: String {
        let request = requestID.map { " [request \($0)]" } ?? ""
        return "\(operation): unusable response (HTTP \(status)): \(reason)\(request)"
    }
}

/// An input that cannot be sent as a request.
public struct SerializationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the member.
    public var member: String
    /// What is wrong.
    public var problem: String

    /// Creates the value from its parts.
    public init(member: String, problem: String) {
        self.member = member
        self.problem = problem
    }

    /// A description for people.
    public var description: String { "cannot send \(member): \(problem)" }
}

extension HTTPHeaders {
    /// AWS's request id, from whichever header the service uses.
    var requestID: String? { self["x-amzn-requestid"] ?? self["x-amz-request-id"] ?? self["x-amzn-request-id"] }
}
