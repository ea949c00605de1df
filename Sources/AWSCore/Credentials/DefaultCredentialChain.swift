/// Searches for credentials in the AWS CLI's order and uses the first source that has some.
///
/// Environment (unless `--profile` is given), the profile's role, web identity of the environment, the rest of the
/// profile, container, instance. A source that is configured but fails ends the search: continuing would act with
/// another identity.
public actor DefaultCredentialChain: CredentialProvider {
    private let configuration: ClientConfiguration
    private let places: [any NamedCredentialProvider]
    private var found: (any NamedCredentialProvider)?

    /// Creates the chain for a configuration.
    public init(_ context: CredentialContext) {
        configuration = context.configuration
        let environment = EnvironmentCredentialProvider(context.configuration.sources)
        let webIdentity = EnvironmentWebIdentityCredentialProvider(context: context)
        let profile = ProfileCredentialProvider(context)
        let machine: [any NamedCredentialProvider] = [
            ContainerCredentialProvider(context), InstanceMetadataCredentialProvider(context),
        ]
        let section = context.configuration.profileSection
        let assumesRole = section.map { ProfileCredentialReader(section: $0, shared: .init()).assumesRole } ?? false
        places =
            if context.configuration.profile.origin == .flag("--profile") {
                [profile] + machine
            } else if assumesRole {
                [environment, profile, webIdentity] + machine
            } else {
                [environment, webIdentity, profile] + machine
            }
    }

    /// The credentials of the first source that has some. Throws `CredentialError`, which lists all sources tried.
    public func credentials() async throws -> Credentials {
        if let found { return try await found.credentials() }
        var attempts = try missingProfile()
        for place in places {
            do {
                let credentials = try await place.credentials()
                found = place
                return credentials
            } catch let error as CredentialError {
                attempts += error.attempts
                guard error.allowsNextSource else { break }
            } catch let error as CancellationError {
                throw error
            } catch {
                attempts += CredentialError.failed(place.name, "\(error)").attempts
                break
            }
        }
        throw CredentialError(attempts: attempts)
    }

    /// The source of the credentials; nil before there were any.
    public var sourceName: String? { found?.name }

    /// AWS's tools refuse a profile that does not exist, even when the environment contains keys.
    private func missingProfile() throws -> [CredentialError.Attempt] {
        guard configuration.isNamedProfileMissing else { return [] }
        let environment = EnvironmentCredentialProvider(configuration.sources)
        guard configuration.profile.origin != .flag("--profile"),
            configuration.sources.variable("AWS_ACCESS_KEY_ID") != nil
        else { return [] }
        do {
            _ = try ProfileCredentialPlan(profile: configuration.profile.value, configuration: configuration)
            return []
        } catch {
            let reason = "passed over, as \(configuration.profile.origin) names a profile"
            throw CredentialError(
                attempts: CredentialError.notConfigured(environment.name, reason).attempts + error.attempts)
        }
    }
}
