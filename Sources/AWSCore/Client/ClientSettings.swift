public import AWSNames

/// What a client needs to know; a client for another region or role is made from a changed copy.
public struct ClientSettings: Sendable {
    /// Where regional services are asked; nil only for custom endpoints.
    public var region: Region?
    /// Who asks.
    public var credentials: any CredentialProvider
    /// What carries requests.
    public var transport: any HTTPTransport
    /// FIPS, dual-stack and their like; its custom endpoint is taken from `endpointURL`.
    public var endpoints: EndpointOptions
    /// A service's own endpoint by the service's id, in place of AWS's; nil for AWS's.
    public var endpointURL: @Sendable (_ serviceID: String) -> HTTPURL?
    /// How buckets are addressed; nil for the usual: by host at AWS, by path at custom endpoints.
    public var bucketStyle: EndpointOptions.BucketStyle?
    /// How often and how long.
    public var retry: RetrySettings
    /// How long and how much a single attempt may take.
    public var limits: HTTPLimits
    /// Requests at a time for a service without an entry in `inFlightByService`: accounts are shared with production.
    public var inFlight: Int
    /// Requests at a time, by the service's id; clients that share what they have learnt share the first one's limits.
    public var inFlightByService: [String: Int]
    /// Sent with every request.
    public var userAgent: String
    /// Time and chance.
    public var clock: ClientClock
    /// Told of every attempt; called on the task of the call, so it must be quick.
    public var onAttempt: (@Sendable (AttemptRecord) -> Void)?

    /// The usual for a region; the rest is set afterwards.
    public init(
        region: Region?, credentials: any CredentialProvider, transport: any HTTPTransport,
        userAgent: String = "drctl"
    ) {
        self.region = region
        self.credentials = credentials
        self.transport = transport
        self.userAgent = userAgent
        endpoints = EndpointOptions()
        endpointURL = { _ in nil }
        bucketStyle = nil
        retry = RetrySettings()
        limits = HTTPLimits()
        inFlight = 8
        // S3 is generous with reads of objects; the others share unpublished buckets with the account's production.
        inFlightByService = ["S3": 32]
        clock = .system
        onAttempt = nil
    }
}
