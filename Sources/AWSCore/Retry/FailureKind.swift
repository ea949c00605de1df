/// How a failed attempt affects the next one.
public enum FailureKind: Hashable, Sendable {
    /// Too many requests: wait long.
    case throttling
    /// A temporary failure of the service or the connection: wait briefly.
    case transient
    /// The service's clock and the local one differ: correct the local one.
    case clockSkew
    /// The credentials are no longer accepted: fetch new ones.
    case expiredCredentials
    /// A retry would fail in the same way.
    case permanent

    /// Classifies a response by its status and error code.
    ///
    /// - Parameter retryable: The codes that the service's model marks as retryable.
    public init(status: Int, code: String?, retryable: Set<String> = []) {
        if let code, Self.throttlingCodes.contains(code) {
            self = .throttling
        } else if let code, Self.clockSkewCodes.contains(code) {
            self = .clockSkew
        } else if let code, Self.expiredCredentialsCodes.contains(code) {
            self = .expiredCredentials
        } else if let code, Self.transientCodes.contains(code) || retryable.contains(code) {
            self = .transient
        } else if status == 429 {
            self = .throttling
        } else if Self.transientStatuses.contains(status) {
            self = .transient
        } else {
            self = .permanent
        }
    }

    /// Classifies a failure without response.
    public init(_ error: HTTPError) {
        switch error.kind {
        case .nameResolution, .connect, .connectTimeout, .timeout, .tls, .connectionLost, .malformedResponse:
            self = .transient
        case .certificate, .bodyTooLarge, .invalidRequest:
            self = .permanent
        }
    }

    /// The one throttling code that often means something that time does not mend: a number of resources is reached.
    static let reachedLimit = "LimitExceededException"

    /// All codes with which AWS services report throttling, as listed in AWS's SDKs.
    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]
    private static let transientCodes: Set<String> = [
        "IDPCommunicationError", "InternalError", "RequestTimeout", "RequestTimeoutException",
    ]
    private static let transientStatuses: Set<Int> = [500, 502, 503, 504]
    /// The first three always mean clock skew; an invalid signature may, which `ClockSkew` determines.
    private static let clockSkewCodes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]
    /// The codes of the query protocol and S3, of JSON, and of S3 for a token of an instance that was replaced.
    private static let expiredCredentialsCodes: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
    ]
}
