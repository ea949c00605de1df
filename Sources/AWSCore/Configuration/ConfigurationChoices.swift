/// How failed attempts are repeated.
public enum RetryMode: String, CaseIterable, Hashable, Sendable {
    /// The oldest; here it behaves as `standard`.
    case legacy
    /// Token bucket, full jitter.
    case standard
    /// As `standard`, and slows down when throttled.
    case adaptive
}

/// Where S3 requests put the bucket's name.
public enum S3AddressingStyle: String, CaseIterable, Hashable, Sendable {
    /// In the host name where that works, in the path otherwise.
    case auto
    /// In the host name.
    case virtual
    /// In the path.
    case path
}

/// Which endpoint STS requests of the older regions go to.
public enum STSRegionalEndpoints: String, CaseIterable, Hashable, Sendable {
    /// The region's own.
    case regional
    /// `sts.amazonaws.com` for the regions that AWS opened before 2019.
    case legacy
}

/// Whether endpoints may carry the account's number.
public enum AccountIDEndpointMode: String, CaseIterable, Hashable, Sendable {
    /// When the account is known.
    case preferred
    /// Never.
    case disabled
    /// A request without it fails.
    case required
}
