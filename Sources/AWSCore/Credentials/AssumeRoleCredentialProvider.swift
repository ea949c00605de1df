import AWSNames

/// The credentials of a role that is assumed with another provider's credentials.
public struct AssumeRoleCredentialProvider: NamedCredentialProvider {
    let name: String
    private let role: AssumedRole
    private let source: any CredentialProvider
    private let context: CredentialContext

    /// Creates the provider for `--assume-role`, which uses the credentials found otherwise.
    public init(_ role: AssumedRole, source: any CredentialProvider, context: CredentialContext) {
        self.init(role, name: "role \(role.arn)", source: source, context: context)
    }

    init(_ role: AssumedRole, name: String, source: any CredentialProvider, context: CredentialContext) {
        self.role = role
        self.name = name
        self.source = source
        self.context = context
    }

    /// The role's credentials. Throws `CredentialError`.
    public func credentials() async throws -> Credentials {
        // A source without credentials fails before the prompt for a code.
        if role.mfaSerial != nil { _ = try await source.credentials() }
        let input = CredentialServices.AssumeRoleInput(
            role: role, sessionName: role.sessionName ?? context.defaultSessionName(), mfaCode: try await mfaCode())
        return try await context.assume(
            role.arn, by: CredentialServices.assumeRole, input, signedWith: source, for: name)
    }

    private func mfaCode() async throws -> Redacted<String>? {
        guard let serial = role.mfaSerial else { return nil }
        guard let prompt = context.promptForMFACode else {
            throw CredentialError.failed(
                name, "\(role.arn) requires a code of the MFA device \(serial), but there is no terminal to enter it",
                hint: "run it in a terminal, or use a role without MFA for unattended runs")
        }
        return try await prompt(serial)
    }
}
