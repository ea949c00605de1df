/// One generated operation of a service: converts its input into a request and a response into its output.
public struct Operation<Input: Sendable, Output: Sendable>: Sendable {
    /// The name in AWS's model, such as `DescribeDBInstances`.
    public var name: String
    /// The service it belongs to.
    public var service: Service
    /// Serialises the input. Throws `SerializationError` when a required member is missing or a value cannot be sent.
    public var encode: @Sendable (Input) throws -> OperationRequest
    /// Parses a successful response. Throws `ResponseError` when it does not match the model.
    public var decode: @Sendable (HTTPResponse) throws -> Output
    /// Reads an unsuccessful response. It never fails, since such a body may be anything, such as a proxy's HTML.
    public var decodeError: @Sendable (HTTPResponse) -> WireError
    /// Whether the request is signed; it is not with `authtype: none` in the model.
    public var authentication: OperationAuthentication
    /// True when the service requires a checksum of the body (`httpChecksum.requestChecksumRequired`).
    public var requiresChecksum: Bool

    /// Creates the value from its parts.
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

/// How the caller of an operation authenticates.
public enum OperationAuthentication: Sendable, Hashable {
    /// Signed with Signature Version 4.
    case signature
    /// Not signed, such as `AssumeRoleWithWebIdentity`.
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
    /// The body.
    public var body: HTTPBody
    /// The prefix of the endpoint's host, including the dot, such as `123456789012.`; nil for none.
    public var hostPrefix: String?
    /// The values that endpoint rules read from the input (`contextParam`), such as `Bucket`.
    public var endpointParameters: [String: String]

    /// Creates the value from its parts.
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
