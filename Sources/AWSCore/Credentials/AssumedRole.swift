/// A role that is assumed with other credentials.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
public struct AssumedRole: Hashable, Sendable {
    /// The role.
    public var arn: String
    /// What the role's owner asks third parties for.
    public var externalID: String?
    /// Seen in CloudTrail; one that says who we are when nil.
    public var sessionName: String?
    /// In seconds; the service's default (an hour) when nil.
    public var duration: Int?
    /// The device whose code is asked for.
    public var mfaSerial: String?

    /// From its parts.
    public init(
        arn: String, externalID: String? = nil, sessionName: String? = nil, duration: Int? = nil,
        mfaSerial: String? = nil
    ) {
        self.arn = arn
        self.externalID = externalID
        self.sessionName = sessionName
        self.duration = duration
        self.mfaSerial = mfaSerial
    }
}

/// A role that is assumed with a token that an identity provider has put into a file, such as an EKS service account's.
struct WebIdentityRole: Hashable, Sendable {
    var tokenFile: String
    var arn: String
    var sessionName: String?
}
