public import AWSNames

/// The AWS configuration in force: what flags, environment and shared files say together, each value with its origin.
///
/// Order and names are the AWS CLI's (version 2): flag, environment, profile, default. docs/configuration.md lists them.
public struct ClientConfiguration: Sendable {
    /// The profile's name; `default` when nobody names one.
    public var profile: Setting<String>
    /// Nil when it is named nowhere; an instance's own region is for the caller to ask (`InstanceMetadataService`).
    public var region: Setting<Region>?
    /// `--endpoint-url`.
    public var explicitEndpointURL: Setting<HTTPURL>?
    /// Endpoints of environment and files are not used.
    public var ignoresConfiguredEndpointURLs: Setting<Bool>
    /// A file of certificate authorities.
    public var caBundle: Setting<String>?
    /// Whether to use FIPS 140 endpoints.
    public var usesFIPS: Setting<Bool>
    /// Whether to use endpoints that answer over IPv4 and IPv6.
    public var usesDualStack: Setting<Bool>
    /// How failed attempts are repeated.
    public var retryMode: Setting<RetryMode>
    /// Attempts for a request, the first included.
    public var maximumAttempts: Setting<Int>
    /// Where S3 requests put the bucket's name.
    public var s3AddressingStyle: Setting<S3AddressingStyle>
    /// Which endpoint STS requests of the older regions go to.
    public var stsRegionalEndpoints: Setting<STSRegionalEndpoints>
    /// Whether endpoints may carry the account's number.
    public var accountIDEndpointMode: Setting<AccountIDEndpointMode>
    /// How the instance metadata service is reached.
    public var instanceMetadata: InstanceMetadataConfiguration
    /// All profiles, sso-sessions and services sections.
    public var shared: SharedConfiguration
    /// The files that were looked for.
    public var files: ConfigurationFiles
    /// What all this was read from; credential providers read on from it.
    public var sources: ConfigurationSources

    /// Reads the shared files and resolves every setting.
    ///
    /// - Throws: `ConfigurationError` for a file that cannot be read or is not well formed, and for a value that is not valid.
    ///   A profile that does not exist is no error here: see `profileSection`.
    public init(flags: ConfigurationFlags = ConfigurationFlags(), sources: ConfigurationSources) throws {
        let files = ConfigurationFiles(sources)
        try self.init(flags: flags, sources: sources, files: files, shared: .init(files: files, sources: sources))
    }

    init(
        flags: ConfigurationFlags, sources: ConfigurationSources, files: ConfigurationFiles, shared: SharedConfiguration
    ) throws {
        let profile =
            SettingLookup(sources: sources, profile: nil)
            .text(flag: ("--profile", flags.profile), ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], property: nil)
            ?? Setting("default", origin: .standard)
        let lookup = SettingLookup(sources: sources, profile: shared.profiles[profile.value])

        self.profile = profile
        self.files = files
        self.shared = shared
        self.sources = sources
        region =
            lookup.text(
                flag: ("--region", flags.region?.rawValue), ["AWS_REGION", "AWS_DEFAULT_REGION"], property: "region"
            ).map { Setting(Region($0.value), origin: $0.origin) }
        explicitEndpointURL = try flags.endpointURL.map { try Setting($0, origin: .flag("--endpoint-url")).url() }
        ignoresConfiguredEndpointURLs =
            flags.ignoresConfiguredEndpointURLs
            ? Setting(true, origin: .flag("--ignore-configured-endpoint-urls"))
            : try lookup.boolean(
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", property: "ignore_configured_endpoint_urls", standard: false)
        caBundle = lookup.text(["AWS_CA_BUNDLE"], property: "ca_bundle")
        usesFIPS = try lookup.boolean("AWS_USE_FIPS_ENDPOINT", property: "use_fips_endpoint", standard: false)
        usesDualStack = try lookup.boolean(
            "AWS_USE_DUALSTACK_ENDPOINT", property: "use_dualstack_endpoint", standard: false)
        retryMode = try lookup.choice(
            lookup.text(["AWS_RETRY_MODE"], property: "retry_mode"), standard: .standard)
        maximumAttempts =
            try lookup.number("AWS_MAX_ATTEMPTS", property: "max_attempts", range: 1...100)
            ?? Setting(3, origin: .standard)
        s3AddressingStyle = try lookup.choice(lookup.nested("s3", "addressing_style"), standard: .auto)
        stsRegionalEndpoints = try lookup.choice(
            lookup.text(["AWS_STS_REGIONAL_ENDPOINTS"], property: "sts_regional_endpoints"), standard: .regional)
        accountIDEndpointMode = try lookup.choice(
            lookup.text(["AWS_ACCOUNT_ID_ENDPOINT_MODE"], property: "account_id_endpoint_mode"), standard: .preferred)
        instanceMetadata = try InstanceMetadataConfiguration(lookup)
    }

    /// The profile in force; nil when neither file has it.
    public var profileSection: ConfigurationSection? { shared.profiles[profile.value] }

    /// The profile was asked for by name and does not exist: AWS's tools refuse to go on then.
    public var isNamedProfileMissing: Bool { profile.origin != .standard && profileSection == nil }
}
