extension ClientSettings {
    /// The client that the AWS configuration asks for.
    ///
    /// `sts_regional_endpoints` counts for the calls of credential providers only; certificate authorities are the transport's.
    ///
    /// - Throws: `ConfigurationError` for an endpoint URL that is none, even one of a service that is never called.
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
