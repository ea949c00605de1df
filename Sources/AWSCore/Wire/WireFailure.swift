/// What is wrong with a body, before it is known to which call it belongs.
enum WireFailure: Error, Hashable {
    case malformed(String)
    case missing(String)
    case unexpected(String, expected: String)
    case tooDeep
    case tooManyValues
    case documentType
}

/// A response that is not what the API model says.
public struct ResponseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// Not XML or not JSON; with what the parser said.
        case malformed(String)
        /// A member that the model requires is not there.
        case missingMember(String)
        /// A member is there, but is not of this type.
        case wrongType(member: String, expected: String)
        /// Nested deeper than any response of AWS.
        case tooDeep
        /// More values than any response of AWS.
        case tooManyValues
        /// XML with a document type, which AWS never sends and attackers do.
        case documentType

        /// For people.
        public var description: String {
            switch self {
            case .malformed(let detail): "malformed body: \(detail)"
            case .missingMember(let name): "the required member \(name) is missing"
            case .wrongType(let member, let expected): "\(member) is not a \(expected)"
            case .tooDeep: "the body is nested too deep"
            case .tooManyValues: "the body holds too many values"
            case .documentType: "the body has a document type declaration"
            }
        }
    }

    /// The service and operation that were called, such as `rds:DescribeDBInstances`.
    public var operation: String
    /// The HTTP status.
    public var status: Int
    /// For support; nil when the response had none.
    public var requestID: String?
    /// What is wrong.
    public var reason: Reason

    /// From its parts.
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

    /// For people.
    public var description: String {
        let request = requestID.map { " [request \($0)]" } ?? ""
        return "\(operation): unusable response (HTTP \(status)): \(reason)\(request)"
    }
}

/// An input that cannot be sent.
public struct SerializationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The member.
    public var member: String
    /// What is wrong with it.
    public var problem: String

    /// From its parts.
    public init(member: String, problem: String) {
        self.member = member
        self.problem = problem
    }

    /// For people.
    public var description: String { "cannot send \(member): \(problem)" }
}

extension HTTPHeaders {
    /// AWS's request id, whichever header the service uses.
    var requestID: String? { self["x-amzn-requestid"] ?? self["x-amz-request-id"] ?? self["x-amzn-request-id"] }
}
