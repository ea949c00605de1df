/// The settings of the instance metadata service.
public struct InstanceMetadataConfiguration: Hashable, Sendable {
    /// The two families of its address.
    public enum EndpointMode: String, CaseIterable, Hashable, Sendable {
        /// 169.254.169.254
        case ipv4
        /// fd00:ec2::254
        case ipv6
    }

    /// `AWS_EC2_METADATA_DISABLED`.
    public var isDisabled: Setting<Bool>
    /// The configured base URL, which takes precedence over the mode, wherever either was set.
    public var configuredEndpoint: Setting<HTTPURL>?
    /// The address family to use.
    public var endpointMode: Setting<EndpointMode>
    /// The timeout of one attempt in seconds.
    public var timeout: Setting<Int>
    /// The number of attempts; nil means several when the service returns an error, and one when there is no answer.
    public var attempts: Setting<Int>?

    /// The effective base URL.
    public var endpoint: Setting<HTTPURL> {
        configuredEndpoint ?? Setting(Self.address(endpointMode.value), origin: endpointMode.origin)
    }

    private static func address(_ mode: EndpointMode) -> HTTPURL {
        switch mode {
        case .ipv4: HTTPURL(scheme: "http", host: "169.254.169.254")
        case .ipv6: HTTPURL(scheme: "http", host: "[fd00:ec2::254]")
        }
    }
}

extension InstanceMetadataConfiguration {
    init(_ lookup: SettingLookup) throws {
        isDisabled = try lookup.boolean("AWS_EC2_METADATA_DISABLED", property: nil, standard: false)
        configuredEndpoint = try lookup.text(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"], property: "ec2_metadata_service_endpoint")?.url()
        let mode = lookup.text(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"], property: "ec2_metadata_service_endpoint_mode")
        endpointMode = try mode.map { try lookup.choice($0, standard: .ipv4) } ?? Self.formerMode(lookup)
        timeout =
            try lookup.number("AWS_METADATA_SERVICE_TIMEOUT", property: "metadata_service_timeout", range: 1...600)
            ?? Setting(1, origin: .standard)
        attempts = try lookup.number(
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS", property: "metadata_service_num_attempts", range: 1...100)
    }

    /// The AWS CLI's older setting, which still applies when no mode is set.
    private static func formerMode(_ lookup: SettingLookup) throws -> Setting<EndpointMode> {
        let isIPv6 = try lookup.boolean("AWS_IMDS_USE_IPV6", property: "imds_use_ipv6", standard: false)
        return Setting(isIPv6.value ? .ipv6 : .ipv4, origin: isIPv6.origin)
    }
}
