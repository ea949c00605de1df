import AWSNames

/// Unchecked credentials as a source provides them.
struct CredentialFields: Sendable {
    var accessKeyID: String?
    var secretAccessKey: Redacted<String>?
    var sessionToken: Redacted<String>?
    /// RFC 3339.
    var expiration: String?
    var accountID: String?

    /// Checks that they are complete and can be sent.
    ///
    /// Key id and token become header fields: a control character in one would let its source inject other fields.
    func credentials(from source: String, missing name: (String) -> String = { $0 }) throws(CredentialError)
        -> Credentials
    {
        guard let accessKeyID, !accessKeyID.isEmpty else {
            throw .failed(source, "\(name("AccessKeyId")) is missing")
        }
        guard let secretAccessKey, !secretAccessKey.secret.isEmpty else {
            throw .failed(source, "\(name("SecretAccessKey")) is missing")
        }
        let sent = [accessKeyID, secretAccessKey.secret, sessionToken?.secret ?? ""]
        guard sent.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }) else {
            throw .failed(source, "a key or token holds a character that none can have (white space, a line feed?)")
        }
        var expirationSeconds: Int?
        if let expiration {
            guard let seconds = InternetTimestamp.seconds(expiration) else {
                throw .failed(source, "the expiration '\(expiration)' is not a time as of RFC 3339")
            }
            expirationSeconds = seconds
        }
        return Credentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey,
            sessionToken: sessionToken.flatMap { $0.secret.isEmpty ? nil : $0 },
            expiration: expirationSeconds, accountID: accountID.flatMap { $0.isEmpty ? nil : $0 })
    }
}
