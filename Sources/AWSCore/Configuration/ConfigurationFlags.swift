public import AWSNames

/// The AWS settings of the command line, which take precedence.
public struct ConfigurationFlags: Sendable, Hashable {
    /// `--profile`.
    public var profile: String?
    /// `--region`.
    public var region: Region?
    /// `--endpoint-url`.
    public var endpointURL: String?
    /// True to ignore endpoints of environment and files.
    public var ignoresConfiguredEndpointURLs: Bool

    /// Creates the value from its parts.
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
