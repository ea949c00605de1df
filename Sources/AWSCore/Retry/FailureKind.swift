/// What a failed attempt means for the next one.
public enum FailureKind: Hashable, Sendable {
    /// Too many requests: wait long.
    case throttling
    /// The service or the way to it stumbled: wait briefly.
    case transient
    /// The service's clock and ours differ: correct ours.
    case clockSkew
    /// What the request was signed with is no longer accepted: fetch new credentials.
    case expiredCredentials
    /// The same again would fail the same.
    case permanent

    /// Classifies a response by its status and error code.
    ///
    /// - Parameter retryable: The codes that the service's model marks as worth a retry.
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

    /// All codes by which AWS's services say 'too many requests', as its SDKs list them.
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
    /// The first three are about clocks alone; a wrong signature may be, which `ClockSkew` finds out.
    private static let clockSkewCodes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]
    /// The query protocol's and S3's, JSON's, and S3's for a token of an instance that has been replaced.
    private static let expiredCredentialsCodes: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired",
    ]
}
