/// One operation of a service, as generated: how its input becomes a request and a response becomes its output.
public struct Operation<Input: Sendable, Output: Sendable>: Sendable {
    /// As AWS names it, such as `DescribeDBInstances`.
    public var name: String
    /// The service it belongs to.
    public var service: Service
    /// Serialises the input. Throws `SerializationError` when a required member is missing or a value cannot be sent.
    public var encode: @Sendable (Input) throws -> OperationRequest
    /// Parses a successful response. Throws `ResponseError` when it is not what the model says.
    public var decode: @Sendable (HTTPResponse) throws -> Output
    /// Reads an unsuccessful response; never fails, as such a body may be anything (HTML from a proxy, say).
    public var decodeError: @Sendable (HTTPResponse) -> WireError
    /// Whether the request is signed (`authtype: none` in the model: it is not).
    public var authentication: OperationAuthentication
    /// The service refuses the request without a checksum of its body (`httpChecksum.requestChecksumRequired`).
    public var requiresChecksum: Bool

    /// From its parts.
    public init(
        name: String, service: Service,
        authentication: OperationAuthentication = .signature, requiresChecksum: Bool = false,
        encode: @escaping @Sendable (Input) throws -> OperationRequest,
        decode: @escaping @Sendable (HTTPResponse) throws -> Output,
        decodeError: @escaping @Sendable (HTTPResponse) -> WireError
    ) {
        self.name = name
        self.service = service
        self.authentication = authentication
        self.requiresChecksum = requiresChecksum
        self.encode = encode
        self.decode = decode
        self.decodeError = decodeError
    }
}

/// How the caller of an operation proves who they are.
public enum OperationAuthentication: Sendable, Hashable {
    /// Signed with Signature Version 4.
    case signature
    /// Not at all, such as `AssumeRoleWithWebIdentity`.
    case none
}

/// A serialised input, before endpoint, signature and retry.
public struct OperationRequest: Sendable {
    /// The method, upper case.
    public var method: String
    /// Percent-encoded, begins with `/`.
    public var path: String
    /// Percent-encoded pairs joined by `&`; nil when there are none.
    public var query: String?
    /// Without Host and signature.
    public var headers: HTTPHeaders
    /// What is sent.
    public var body: HTTPBody
    /// Put before the endpoint's host, its dot included, such as `123456789012.`; nil for none.
    public var hostPrefix: String?
    /// The values that endpoint rules read from the input (`contextParam`), such as `Bucket`.
    public var endpointParameters: [String: String]

    /// From its parts.
    public init(
        method: String, path: String, query: String? = nil, headers: HTTPHeaders = [:], body: HTTPBody = .none,
        hostPrefix: String? = nil, endpointParameters: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.hostPrefix = hostPrefix
        self.endpointParameters = endpointParameters
    }
}
