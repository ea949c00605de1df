public import AWSNames

/// The effective AWS configuration of flags, environment and shared files, each value with its origin.
///
/// Precedence and names are the AWS CLI's (version 2): flag, environment, profile, default. docs/configuration.md lists
/// them.
public struct ClientConfiguration: Sendable {
    /// The profile's name; `default` when none is set.
    public var profile: Setting<String>
    /// Nil when it is not set; the caller can read an instance's region from `InstanceMetadataService`.
    public var region: Setting<Region>?
    /// `--endpoint-url`.
    public var explicitEndpointURL: Setting<HTTPURL>?
    /// True to ignore endpoints of environment and files.
    public var ignoresConfiguredEndpointURLs: Setting<Bool>
    /// A file of certificate authorities.
    public var caBundle: Setting<String>?
    /// Whether to use FIPS 140 endpoints.
    public var usesFIPS: Setting<Bool>
    /// Whether to use dual-stack endpoints (IPv4 and IPv6).
    public var usesDualStack: Setting<Bool>
    /// The retry mode.
    public var retryMode: Setting<RetryMode>
    /// The number of attempts, including the first.
    public var maximumAttempts: Setting<Int>
    /// Where S3 requests put the bucket's name.
    public var s3AddressingStyle: Setting<S3AddressingStyle>
    /// The endpoint of STS requests in the older regions.
    public var stsRegionalEndpoints: Setting<STSRegionalEndpoints>
    /// Whether endpoints may contain the account id.
    public var accountIDEndpointMode: Setting<AccountIDEndpointMode>
    /// The settings of the instance metadata service.
    public var instanceMetadata: InstanceMetadataConfiguration
    /// All profiles, sso-sessions and services sections.
    public var shared: SharedConfiguration
    /// The paths of the shared files.
    public var files: ConfigurationFiles
    /// The sources of the configuration, which credential providers use too.
    public var sources: ConfigurationSources

    /// Reads the shared files and resolves every setting.
    ///
    /// - Throws: `ConfigurationError` for a file that cannot be read or is malformed, and for an invalid value.
    ///   A profile that does not exist is not an error here: see `profileSection`.
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

    /// The current profile; nil when neither file contains it.
    public var profileSection: ConfigurationSection? { shared.profiles[profile.value] }

    /// True when a profile was named that does not exist, in which case AWS's tools fail.
    public var isNamedProfileMissing: Bool { profile.origin != .standard && profileSection == nil }
}
