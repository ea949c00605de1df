/// The traits of one operation in the model, beside its input and output. They are generated.
public struct OperationTraits: Sendable {
    /// The method in upper case.
    public var method = "POST"
    /// The path with labels, and fixed query parameters: `/{Bucket}?policyStatus`.
    public var path = "/"
    /// The prefix of the host with labels, including its dot.
    public var hostPrefix: String?
    /// The element or member that contains the output; only in the query protocol.
    public var resultWrapper: String?
    /// The name of the body's root; only in rest-xml without a payload member.
    public var bodyName: String?
    /// The namespace of that root.
    public var bodyNamespace: XMLNamespace?
    /// True when the output's only member is the root element itself (S3's GetBucketLocation).
    public var isUnwrapped = false
    /// Whether the request is signed.
    public var authentication = OperationAuthentication.signature
    /// True when the service refuses the request without a checksum of its body.
    public var requiresChecksum = false
    /// True when the request asks for errors with the codes of the query protocol, which the service used before.
    public var isQueryCompatible = false
    /// Values for endpoint rules that do not depend on the input (`staticContextParams`).
    public var endpointParameters: [String: String] = [:]

    /// Creates traits; omitted ones have the model's defaults.
    public init(
        _ method: String = "POST", _ path: String = "/", hostPrefix: String? = nil, resultWrapper: String? = nil,
        bodyName: String? = nil, bodyNamespace: XMLNamespace? = nil, isUnwrapped: Bool = false,
        authentication: OperationAuthentication = .signature, requiresChecksum: Bool = false,
        isQueryCompatible: Bool = false, endpointParameters: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.hostPrefix = hostPrefix
        self.resultWrapper = resultWrapper
        self.bodyName = bodyName
        self.bodyNamespace = bodyNamespace
        self.isUnwrapped = isUnwrapped
        self.authentication = authentication
        self.requiresChecksum = requiresChecksum
        self.isQueryCompatible = isQueryCompatible
        self.endpointParameters = endpointParameters
    }
}

extension Operation where Input: InputShape, Output: Shape {
    /// Creates an operation of a generated service.
    public init(_ name: String, _ service: Service, _ traits: OperationTraits = OperationTraits()) {
        self.init(
            name: name, service: service, authentication: traits.authentication,
            requiresChecksum: traits.requiresChecksum,
            encode: { input in
                try RequestEncoder(name: name, service: service, traits: traits).encode(input)
            },
            decode: { response in
                try ResponseDecoder(name: name, service: service, traits: traits).decode(Output.self, response)
            },
            decodeError: { response in ErrorDecoder.decode(response, service.wireProtocol) }
        )
    }
}
