public import AWSNames

/// What the command line says about AWS; it wins over everything else.
public struct ConfigurationFlags: Sendable, Hashable {
    /// `--profile`.
    public var profile: String?
    /// `--region`.
    public var region: Region?
    /// `--endpoint-url`.
    public var endpointURL: String?
    /// Take no endpoint from environment and files.
    public var ignoresConfiguredEndpointURLs: Bool

    /// From its parts.
    public init(
        profile: String? = nil, region: Region? = nil, endpointURL: String? = nil,
        ignoresConfiguredEndpointURLs: Bool = false
    ) {
        self.profile = profile
        self.region = region
        self.endpointURL = endpointURL
        self.ignoresConfiguredEndpointURLs = ignoresConfiguredEndpointURLs
    }
}
