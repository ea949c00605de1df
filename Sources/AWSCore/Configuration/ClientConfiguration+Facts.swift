/// One setting, for `doctor`.
public struct ConfigurationFact: Hashable, Sendable {
    /// The name, such as `region`.
    public var name: String
    /// The value, which is never a secret.
    public var value: String
    /// The value's origin.
    public var origin: SettingOrigin
}

extension ClientConfiguration {
    /// All effective settings with their origins, in a fixed order.
    public var facts: [ConfigurationFact] {
        var facts = [ConfigurationFact(name: "profile", value: profile.value, origin: profile.origin)]
        func add<Value>(_ name: String, _ setting: Setting<Value>?) {
            guard let setting else { return }
            facts.append(ConfigurationFact(name: name, value: "\(setting.value)", origin: setting.origin))
        }
        add("region", region)
        add("endpoint_url", explicitEndpointURL)
        add("ignore_configured_endpoint_urls", ignoresConfiguredEndpointURLs)
        add("ca_bundle", caBundle)
        add("use_fips_endpoint", usesFIPS)
        add("use_dualstack_endpoint", usesDualStack)
        add("retry_mode", retryMode)
        add("max_attempts", maximumAttempts)
        add("s3.addressing_style", s3AddressingStyle)
        add("sts_regional_endpoints", stsRegionalEndpoints)
        add("account_id_endpoint_mode", accountIDEndpointMode)
        add("ec2_metadata_disabled", instanceMetadata.isDisabled)
        add("ec2_metadata_service_endpoint", instanceMetadata.endpoint)
        add("metadata_service_timeout", instanceMetadata.timeout)
        add("metadata_service_num_attempts", instanceMetadata.attempts)
        return facts + endpointFacts + proxyFacts
    }

    /// The variables that send requests through a proxy, or past it.
    private var proxyFacts: [ConfigurationFact] {
        ["https", "http", "no"].compactMap { kind in
            guard let found = ProxyVariable(kind, in: sources.environment) else { return nil }
            return ConfigurationFact(name: "\(kind)_proxy", value: found.shown, origin: .environment(found.name))
        }
    }

    /// All settings that may redirect requests, whether or not drctl uses the service.
    private var endpointFacts: [ConfigurationFact] {
        var facts: [ConfigurationFact] = []
        for name in sources.environment.keys.sorted() where name.hasPrefix("AWS_ENDPOINT_URL") {
            guard let value = sources.variable(name) else { continue }
            facts.append(ConfigurationFact(name: "endpoint_url", value: value, origin: .environment(name)))
        }
        if let name = profileSection?.text("services"), let section = shared.services[name] {
            for (service, property) in section.properties.sorted(by: { $0.key < $1.key }) {
                guard let found = property.nested["endpoint_url"] else { continue }
                let origin = SettingOrigin.file(found.location)
                facts.append(ConfigurationFact(name: "\(service).endpoint_url", value: found.value, origin: origin))
            }
        }
        if let found = profileSection?.properties["endpoint_url"] {
            facts.append(
                ConfigurationFact(name: "endpoint_url", value: found.value, origin: .file(found.location)))
        }
        return facts
    }
}
