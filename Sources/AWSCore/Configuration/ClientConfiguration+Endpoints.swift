extension ClientConfiguration {
    /// The URL that is configured for a service; nil for AWS's own.
    ///
    /// The order is the AWS CLI's: flag; the service's variable, then the one for all; the service's line in the
    /// profile's services section, then the profile's `endpoint_url`.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ///
    /// - Throws: `ConfigurationError` for an invalid URL, and for a services section that does not exist.
    public func endpointURL(forServiceID id: String) throws -> Setting<HTTPURL>? {
        try endpointURL(named: Self.name(ofServiceID: id))
    }

    /// All configured endpoints, read at once.
    func configuredEndpoints() throws -> ConfiguredEndpoints {
        let prefix = "AWS_ENDPOINT_URL_"
        var names = Set(
            sources.environment.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count).lowercased() })
        if let section = try servicesSection()?.profile { names.formUnion(section.properties.keys) }
        var endpoints = ConfiguredEndpoints(all: try endpointURL(named: nil)?.value)
        for name in names { endpoints.byName[name] = try endpointURL(named: name)?.value }
        return endpoints
    }

    fileprivate static func name(ofServiceID id: String) -> String {
        id.lowercased().split { $0 == " " || $0 == "-" }.joined(separator: "_")
    }

    private func endpointURL(named name: String?) throws -> Setting<HTTPURL>? {
        if let explicitEndpointURL { return explicitEndpointURL }
        if ignoresConfiguredEndpointURLs.value { return nil }

        let variables = (name.map { ["AWS_ENDPOINT_URL_\($0.uppercased())"] } ?? []) + ["AWS_ENDPOINT_URL"]
        let lookup = SettingLookup(sources: sources, profile: profileSection)
        if let found = lookup.text(variables, property: nil) { return try found.url() }
        let services = try servicesSection()
        let found = name.flatMap { services?.nested($0, "endpoint_url") } ?? lookup.text([], property: "endpoint_url")
        return try found?.url()
    }

    private func servicesSection() throws -> SettingLookup? {
        guard let name = SettingLookup(sources: sources, profile: profileSection).text([], property: "services") else {
            return nil
        }
        guard let section = shared.services[name.value] else {
            throw ConfigurationError(
                origin: name.origin.description, problem: "section [services \(name.value)] not found",
                hint: "add it to \(files.config ?? "the config file"), or remove the line")
        }
        return SettingLookup(sources: sources, profile: section)
    }
}

/// The endpoints of environment, files and flags, checked.
struct ConfiguredEndpoints: Sendable {
    var all: HTTPURL?
    var byName: [String: HTTPURL] = [:]

    func url(forServiceID id: String) -> HTTPURL? { byName[ClientConfiguration.name(ofServiceID: id)] ?? all }
}
