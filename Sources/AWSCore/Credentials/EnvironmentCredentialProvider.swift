import AWSNames

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; also `AWS_CREDENTIAL_EXPIRATION`,
/// `AWS_ACCOUNT_ID`.
public struct EnvironmentCredentialProvider: NamedCredentialProvider {
    private let sources: ConfigurationSources

    /// Reads the given environment.
    public init(_ sources: ConfigurationSources) { self.sources = sources }

    let name = "environment"

    /// The credentials in the variables. Throws `CredentialError`.
    public func credentials() async throws -> Credentials {
        guard let accessKeyID = value("AWS_ACCESS_KEY_ID") else {
            throw CredentialError.notConfigured(name, "AWS_ACCESS_KEY_ID is not set")
        }
        guard let secretAccessKey = value("AWS_SECRET_ACCESS_KEY") else {
            throw CredentialError.failed(
                name, "AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not", hint: "set both, or unset both")
        }
        let fields = CredentialFields(
            accessKeyID: accessKeyID, secretAccessKey: Redacted(secretAccessKey),
            sessionToken: (value("AWS_SECURITY_TOKEN") ?? value("AWS_SESSION_TOKEN")).map(Redacted.init),
            expiration: value("AWS_CREDENTIAL_EXPIRATION"), accountID: value("AWS_ACCOUNT_ID"))
        return try fields.credentials(from: name)
    }

    private func value(_ variable: String) -> String? {
        sources.variable(variable).map { String($0.trimmingWhitespace) }
    }
}

/// A provider with a name for its source.
protocol NamedCredentialProvider: CredentialProvider {
    /// Such as `environment` or `profile 'dev'`.
    var name: String { get }
}
