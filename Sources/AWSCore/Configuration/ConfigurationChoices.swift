/// The retry mode.
public enum RetryMode: String, CaseIterable, Hashable, Sendable {
    /// The oldest mode, which drctl treats as `standard`.
    case legacy
    /// Token bucket, full jitter.
    case standard
    /// As `standard`, but slows down when throttled.
    case adaptive
}

/// Where S3 requests put the bucket's name.
public enum S3AddressingStyle: String, CaseIterable, Hashable, Sendable {
    /// In the host name where possible, otherwise in the path.
    case auto
    /// In the host name.
    case virtual
    /// In the path.
    case path
}

/// The endpoint of STS requests in the older regions.
public enum STSRegionalEndpoints: String, CaseIterable, Hashable, Sendable {
    /// The regional endpoint.
    case regional
    /// `sts.amazonaws.com` for the regions that AWS opened before 2019.
    case legacy
}

/// Whether endpoints may contain the account id.
public enum AccountIDEndpointMode: String, CaseIterable, Hashable, Sendable {
    /// Only when the account is known.
    case preferred
    /// Never.
    case disabled
    /// Always; a request without it fails.
    case required
}
