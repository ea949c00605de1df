import AWSNames

/// The credentials of a role that is assumed with a token in a file. The file is read each time, since it is replaced
/// before the token expires.
struct WebIdentityCredentialProvider: NamedCredentialProvider {
    let name: String
    let role: WebIdentityRole
    let context: CredentialContext

    func credentials() async throws -> Credentials {
        let token: String
        do {
            guard let text = try context.configuration.sources.text(of: role.tokenFile) else {
                throw CredentialError.failed(name, "the token file \(role.tokenFile) does not exist")
            }
            token = String(text.trimmingWhitespace)
        } catch let error as FileReadError {
            throw CredentialError.failed(name, "the token file \(error)")
        }
        guard !token.isEmpty else { throw CredentialError.failed(name, "the token file \(role.tokenFile) is empty") }
        let input = CredentialServices.AssumeRoleWithWebIdentityInput(
            role: role, sessionName: role.sessionName ?? context.defaultSessionName(), token: Redacted(token))
        return try await context.assume(
            role.arn, by: CredentialServices.assumeRoleWithWebIdentity, input, for: name)
    }
}

/// `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`, as EKS sets them.
struct EnvironmentWebIdentityCredentialProvider: NamedCredentialProvider {
    let name = "web identity"
    let context: CredentialContext

    func credentials() async throws -> Credentials {
        let configuration = context.configuration
        guard let tokenFile = configuration.sources.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else {
            throw CredentialError.notConfigured(name, "AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        let profile = configuration.profileSection
        guard let arn = configuration.sources.variable("AWS_ROLE_ARN") ?? profile?.text("role_arn") else {
            throw CredentialError.failed(
                name, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not",
                hint: "set AWS_ROLE_ARN to the role")
        }
        let sessionName =
            configuration.sources.variable("AWS_ROLE_SESSION_NAME") ?? profile?.text("role_session_name")
        let role = WebIdentityRole(tokenFile: tokenFile, arn: arn, sessionName: sessionName)
        return try await WebIdentityCredentialProvider(name: name, role: role, context: context).credentials()
    }
}
