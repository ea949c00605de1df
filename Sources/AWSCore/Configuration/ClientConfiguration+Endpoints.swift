extension ClientConfiguration {
    /// The URL that is configured for a service; nil when AWS's own is to be used.
    ///
    /// The order is the AWS CLI's: flag; the service's variable, then the one for all; the service's line in the profile's
    /// services section, then the profile's `endpoint_url`.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ///
    /// - Throws: `ConfigurationError` for a URL that is none, and for a services section that does not exist.
    public func endpointURL(forServiceID id: String) throws -> Setting<HTTPURL>? {
        if let explicitEndpointURL { return explicitEndpointURL }
        if ignoresConfiguredEndpointURLs.value { return nil }

        let name = id.lowercased().split { $0 == " " || $0 == "-" }.joined(separator: "_")
        let lookup = SettingLookup(sources: sources, profile: profileSection)
        let found =
            try lookup.text(["AWS_ENDPOINT_URL_\(name.uppercased())", "AWS_ENDPOINT_URL"], property: nil)
            ?? servicesSection(of: lookup)?.nested(name, "endpoint_url")
            ?? lookup.text([], property: "endpoint_url")
        return try found?.url()
    }

    private func servicesSection(of lookup: SettingLookup) throws -> SettingLookup? {
        guard let name = lookup.text([], property: "services") else { return nil }
        guard let section = shared.services[name.value] else {
            throw ConfigurationError(
                origin: name.origin.description, problem: "there is no [services \(name.value)] section",
                hint: "add it to \(files.config ?? "the config file"), or remove the line")
        }
        return SettingLookup(sources: sources, profile: section)
    }
}
