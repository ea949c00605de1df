/// A profile's credentials, from the source that the profile configures.
public struct ProfileCredentialProvider: NamedCredentialProvider {
    let name: String
    private let provider: Result<any CredentialProvider, CredentialError>

    /// Creates the provider for the current profile.
    public init(_ context: CredentialContext) {
        let profile = context.configuration.profile.value
        let name = "profile '\(profile)'"
        self.name = name
        provider = Result { () throws(CredentialError) in
            let plan = try ProfileCredentialPlan(profile: profile, configuration: context.configuration)
            return Self.provider(plan, name: name, context: context)
        }
    }

    /// The credentials of the last step. Throws `CredentialError`.
    public func credentials() async throws -> Credentials {
        let provider = try provider.get()
        do {
            return try await provider.credentials()
        } catch let error as CredentialError where error.allowsNextSource {
            // The profile names this source, so a missing source is a failure of the profile.
            let attempt = error.attempts.last
            throw CredentialError.failed(
                name, "its credential_source \(attempt?.source ?? ""): \(attempt?.reason ?? "")", hint: attempt?.hint)
        }
    }

    /// Each step has a cache: its credentials may outlive those of the next step, and an MFA code works only once.
    private static func provider(
        _ plan: ProfileCredentialPlan, name: String, context: CredentialContext
    ) -> any CredentialProvider {
        let owner = "profile '\(plan.baseProfile)'"
        var provider: any CredentialProvider =
            switch plan.base {
            case .keys(let credentials): StaticCredentialProvider(credentials)
            case .process(let command, let accountID):
                ProcessCredentialProvider(name: owner, command: command, accountID: accountID, context: context)
            case .webIdentity(let role): WebIdentityCredentialProvider(name: owner, role: role, context: context)
            case .sso(let login): SSOCredentialProvider(name: owner, login: login, context: context)
            case .source(.environment): EnvironmentCredentialProvider(context.configuration.sources)
            case .source(.container): ContainerCredentialProvider(context)
            case .source(.instanceMetadata): InstanceMetadataCredentialProvider(context)
            }
        for role in plan.roles {
            let source = CachingCredentialProvider(provider, clock: context.clock)
            provider = AssumeRoleCredentialProvider(role, name: name, source: source, context: context)
        }
        return provider
    }
}
