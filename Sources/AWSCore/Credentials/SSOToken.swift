import AWSNames
import Digests

/// A token as `aws sso login` stores it in `~/.aws/sso/cache`.
struct SSOToken: Hashable, Sendable {
    var accessToken: Redacted<String>
    /// Seconds since 1970.
    var expiration: Int
    /// The data for renewal; nil for tokens of the older form.
    var renewal: Renewal?

    struct Renewal: Hashable, Sendable {
        var refreshToken: Redacted<String>
        var clientID: String
        var clientSecret: Redacted<String>
        /// Seconds since 1970 at which the client has to be registered again, by `aws sso login`.
        var registrationExpiration: Int
        /// The text in the file.
        var registrationExpiresAt: String
    }

    init(accessToken: Redacted<String>, expiration: Int, renewal: Renewal?) {
        self.accessToken = accessToken
        self.expiration = expiration
        self.renewal = renewal
    }

    /// Nil when the file does not contain a token.
    init?(_ content: [UInt8]) {
        guard let fields = try? JSONFields(content), let accessToken = fields.secret("accessToken"),
            let expiration = fields.text("expiresAt").flatMap(InternetTimestamp.seconds)
        else { return nil }
        self.init(accessToken: accessToken, expiration: expiration, renewal: Renewal(fields))
    }

    /// The file's content, with the members that the AWS CLI writes.
    func content(_ reference: SSOTokenReference) -> Redacted<[UInt8]> {
        Redacted(
            JSONObjectText.make([
                ("startUrl", reference.startURL), ("region", reference.region), ("accessToken", accessToken.secret),
                ("expiresAt", InternetTimestamp.text(expiration)), ("clientId", renewal?.clientID),
                ("clientSecret", renewal?.clientSecret.secret),
                ("registrationExpiresAt", renewal?.registrationExpiresAt),
                ("refreshToken", renewal?.refreshToken.secret),
            ]))
    }
}

extension SSOToken.Renewal {
    fileprivate init?(_ fields: JSONFields) {
        guard let refreshToken = fields.secret("refreshToken"), let clientID = fields.text("clientId"),
            let clientSecret = fields.secret("clientSecret"),
            let registrationExpiresAt = fields.text("registrationExpiresAt"),
            let registrationExpiration = InternetTimestamp.seconds(registrationExpiresAt)
        else { return nil }
        self.init(
            refreshToken: refreshToken, clientID: clientID, clientSecret: clientSecret,
            registrationExpiration: registrationExpiration, registrationExpiresAt: registrationExpiresAt)
    }
}

extension SSOTokenReference {
    /// The file's name: the SHA-1 of the session's name or the start URL, which only identifies it.
    func cacheFile(home: String) throws -> String {
        let digest = try SHA1.hash((session ?? startURL).utf8)
        return "\(home)/.aws/sso/cache/\(Hex.encode(digest)).json"
    }
}
