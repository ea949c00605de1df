import AWSNames

/// How a profile's credentials are obtained: the source of the first ones, and the roles that are assumed in turn.
///
/// It is a pure function of the shared files; a profile's properties have the AWS CLI's order of precedence.
struct ProfileCredentialPlan: Hashable, Sendable {
    /// The source of the first credentials.
    enum Base: Hashable, Sendable {
        case keys(Credentials)
        case process(command: String, accountID: String?)
        case webIdentity(WebIdentityRole)
        case sso(SSOLogin)
        case source(NamedCredentialSource)
    }

    var base: Base
    /// The profile that the base is read from.
    var baseProfile: String
    /// The roles from first to last; the last one's credentials are the profile's.
    var roles: [AssumedRole]

    /// Throws `CredentialError`, which is "not configured" when the profile has no settings for credentials.
    init(profile name: String, configuration: ClientConfiguration) throws(CredentialError) {
        try self.init(profile: name, sourceOf: [], configuration: configuration)
    }

    /// - Parameter dependents: The profiles that name this one as their source, in order.
    private init(
        profile name: String, sourceOf dependents: [String], configuration: ClientConfiguration
    ) throws(CredentialError) {
        let section = try Self.section(name, referencedBy: dependents.last, configuration)
        let reader = ProfileCredentialReader(section: section, shared: configuration.shared)

        // A source that contains keys is used for these, whatever role it names.
        guard reader.assumesRole, dependents.isEmpty || !reader.hasKeys else {
            self.init(base: try reader.base(isSource: !dependents.isEmpty), baseProfile: name, roles: [])
            return
        }
        let role = try reader.role()
        switch try reader.roleSource() {
        case .named(let source):
            self.init(base: .source(source), baseProfile: name, roles: [role])
        case .profile(name) where reader.hasKeys:
            self.init(base: try reader.base(isSource: true), baseProfile: name, roles: [role])
        case .profile(let next):
            let path = dependents + [name]
            guard !path.contains(next) else {
                throw .failed(
                    "profile '\(path[0])'",
                    "the source_profile settings form a cycle: \((path + [next]).joined(separator: " → "))",
                    hint: "give one of these profiles access keys or a credential_source")
            }
            try self.init(profile: next, sourceOf: path, configuration: configuration)
            roles.append(role)
        }
    }

    private init(base: Base, baseProfile: String, roles: [AssumedRole]) {
        self.base = base
        self.baseProfile = baseProfile
        self.roles = roles
    }

    private static func section(
        _ name: String, referencedBy parent: String?, _ configuration: ClientConfiguration
    ) throws(CredentialError) -> ConfigurationSection {
        if let section = configuration.shared.profiles[name] { return section }
        let places = [configuration.files.config, configuration.files.credentials].compactMap(\.self)
        let source =
            "profile '\(name)' in \(places.isEmpty ? "no file (HOME is not set)" : places.joined(separator: ", "))"
        let others = configuration.shared.profiles.keys.sorted().joined(separator: ", ")
        let hint =
            !SectionHeader.isName(name)
            ? "sections with other names are ignored: use letters, digits and - / . % @ _ : +"
            : others.isEmpty ? nil : "existing profiles: \(others)"
        if let parent {
            throw .failed(source, "no such profile, although '\(parent)' names it as source_profile", hint: hint)
        }
        guard configuration.isNamedProfileMissing else { throw .notConfigured(source, "no such profile") }
        throw .failed(source, "no such profile, although named by \(configuration.profile.origin)", hint: hint)
    }
}

/// A `credential_source`.
enum NamedCredentialSource: String, CaseIterable, Hashable, Sendable {
    case environment = "Environment"
    case container = "EcsContainer"
    case instanceMetadata = "Ec2InstanceMetadata"
}
