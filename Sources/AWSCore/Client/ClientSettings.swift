public import AWSNames

/// The settings of a client; a client for another region or role is created from a modified copy.
public struct ClientSettings: Sendable {
    /// The region for regional services; nil only for custom endpoints.
    public var region: Region?
    /// The source of credentials.
    public var credentials: any CredentialProvider
    /// The HTTP transport.
    public var transport: any HTTPTransport
    /// FIPS, dual-stack and similar options; the custom endpoint comes from `endpointURL`.
    public var endpoints: EndpointOptions
    /// The custom endpoint of a service, by service id; nil for AWS's.
    public var endpointURL: @Sendable (_ serviceID: String) -> HTTPURL?
    /// How buckets are addressed; nil for the default: by host at AWS, by path at custom endpoints.
    public var bucketStyle: EndpointOptions.BucketStyle?
    /// The retry settings.
    public var retry: RetrySettings
    /// The limits of a single attempt.
    public var limits: HTTPLimits
    /// The number of concurrent requests for a service without an entry in `inFlightByService`, since accounts are
    /// shared with production.
    public var inFlight: Int
    /// The number of concurrent requests by service id; related clients share the first one's limits.
    public var inFlightByService: [String: Int]
    /// The most requests per second to a service in an account and region; nil for what the service allows. Related
    /// clients share the first one's.
    public var maximumRate: Double?
    /// The User-Agent of every request.
    public var userAgent: String
    /// The source of time and randomness.
    public var clock: ClientClock
    /// Called after every attempt, on the task of the call, so it must be fast.
    public var onAttempt: (@Sendable (AttemptRecord) -> Void)?
    /// Called before each call, once however often it is sent, on the task of the call.
    public var onCall: (@Sendable (CallInput) -> Void)?

    /// Creates the default settings for a region; others are set afterwards.
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
        // S3 allows many reads of objects; the others have unpublished rate limits, shared with production.
        inFlightByService = ["S3": 64]
        maximumRate = nil
        clock = .system
        onAttempt = nil
        onCall = nil
    }
}

/// The settings of a client, shared by its copies and by the calls in flight: there are many, and a copy of all of them for
/// each call would cost as much as its signature.
final class SharedSettings: Sendable {
    let value: ClientSettings

    init(_ value: ClientSettings) { self.value = value }
}
