public import AWSNames

/// The credentials that sign a request.
public struct Credentials: Sendable, Hashable {
    /// The access key id, which is sent with every request and is not secret.
    public var accessKeyID: String
    /// The secret access key, which is never sent.
    public var secretAccessKey: Redacted<String>
    /// The session token of temporary credentials.
    public var sessionToken: Redacted<String>?
    /// Seconds since 1970 at which they expire; nil when they do not.
    public var expiration: Int?
    /// The account they belong to, if the provider reports it.
    public var accountID: String?

    /// Creates the value from its parts.
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
