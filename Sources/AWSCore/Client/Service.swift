/// The properties of a service in its model; generated, one constant per service.
public struct Service: Sendable, Hashable {
    /// The wire protocols.
    public enum WireProtocol: Sendable, Hashable {
        /// Form requests and XML responses.
        case query
        /// As query, with EC2's forms of lists and errors.
        case ec2
        /// REST with XML bodies.
        case restXML
        /// REST with JSON bodies.
        case restJSON
        /// JSON RPC; the version is `1.0` or `1.1`.
        case json(version: String)
    }

    /// The service id, as in `AWS_ENDPOINT_URL_<ID>`, such as `RDS` or `Secrets Manager`.
    public var id: String
    /// The first part of the host name, such as `rds` or `monitoring`.
    public var endpointPrefix: String
    /// The service in the signature's scope.
    public var signingName: String
    /// The wire protocol.
    public var wireProtocol: WireProtocol
    /// The model's date, such as `2014-10-31`.
    public var apiVersion: String
    /// The prefix of the operation's name in `X-Amz-Target`; JSON protocols only.
    public var targetPrefix: String?
    /// The namespace of request bodies; rest-xml only.
    public var xmlNamespace: String?
    /// Error codes that the model marks as retryable.
    public var retryableErrors: Set<String>

    /// Creates the value from its parts.
    public init(
        id: String, endpointPrefix: String, signingName: String, wireProtocol: WireProtocol, apiVersion: String,
        targetPrefix: String? = nil, xmlNamespace: String? = nil, retryableErrors: Set<String> = []
    ) {
        self.id = id
        self.endpointPrefix = endpointPrefix
        self.signingName = signingName
        self.wireProtocol = wireProtocol
        self.apiVersion = apiVersion
        self.targetPrefix = targetPrefix
        self.xmlNamespace = xmlNamespace
        self.retryableErrors = retryableErrors
    }
}
