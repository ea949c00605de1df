/// A role that is assumed with other credentials.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
public struct AssumedRole: Hashable, Sendable {
    /// The role's ARN.
    public var arn: String
    /// The external ID that the role's trust policy requires.
    public var externalID: String?
    /// The session name, as shown in CloudTrail; when nil, one that identifies the caller.
    public var sessionName: String?
    /// In seconds; the service's default (an hour) when nil.
    public var duration: Int?
    /// The MFA device whose code is required.
    public var mfaSerial: String?

    /// Creates the value from its parts.
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

/// A role that is assumed with an identity provider's token in a file, such as an EKS service account's.
struct WebIdentityRole: Hashable, Sendable {
    var tokenFile: String
    var arn: String
    var sessionName: String?
}
