public import AWSNames

/// What a request is signed with.
public struct Credentials: Sendable, Hashable {
    /// Not secret: it is sent in the clear with every request.
    public var accessKeyID: String
    /// Never sent.
    public var secretAccessKey: Redacted<String>
    /// Of temporary credentials.
    public var sessionToken: Redacted<String>?
    /// Seconds since 1970 at which they stop working; nil when they do not.
    public var expiration: Int?
    /// The account they belong to, where the provider says so.
    public var accountID: String?

    /// From its parts.
    public init(
        accessKeyID: String, secretAccessKey: Redacted<String>, sessionToken: Redacted<String>? = nil,
        expiration: Int? = nil, accountID: String? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.accountID = accountID
    }
}
