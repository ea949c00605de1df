extension ClientSettings {
    /// Creates settings from the AWS configuration.
    ///
    /// `sts_regional_endpoints` applies only to the calls of credential providers; certificate authorities belong to
    /// the transport.
    ///
    /// - Throws: `ConfigurationError` for an invalid endpoint URL, even of a service that is never called.
    public init(
        _ configuration: ClientConfiguration, credentials: any CredentialProvider, transport: any HTTPTransport
    ) throws {
        self.init(region: configuration.region?.value, credentials: credentials, transport: transport)
        let configured = try configuration.configuredEndpoints()
        endpointURL = { configured.url(forServiceID: $0) }
        endpoints.usesFIPS = configuration.usesFIPS.value
        endpoints.usesDualStack = configuration.usesDualStack.value
        bucketStyle =
            switch configuration.s3AddressingStyle.value {
            case .auto: nil
            case .virtual: .virtualHost
            case .path: .path
            }
        retry.maximumAttempts = configuration.maximumAttempts.value
    }
}
