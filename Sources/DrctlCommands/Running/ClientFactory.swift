import AWSCore
import AWSNames
import Logging

/// Creates the client for the configuration and the command line.
struct ClientFactory {
    let configuration: ClientConfiguration
    private let options: RunOptions
    private let prompt: MFAPrompt?

    init(_ configuration: ClientConfiguration, _ context: CommandContext) {
        self.configuration = configuration
        options = context.options
        prompt = MFAPrompt(context)
    }

    /// A client with the credentials of the command line.
    ///
    /// - Throws: `ConfigurationError` for an invalid endpoint URL.
    func client(region: Region, transport: any HTTPTransport) throws -> AWSClient {
        let context = credentialContext(region, transport)
        let chain = CachingCredentialProvider(DefaultCredentialChain(context))
        guard let role = options.assumeRole else { return try client(region, chain, transport) }
        let assumed = AssumedRole(
            arn: role, externalID: options.externalID, sessionName: options.roleSessionName,
            duration: options.roleDuration)
        return try client(region, assume(assumed, from: chain, context), transport)
    }

    /// A client that assumes a role with another client's credentials, asking STS in that client's region.
    ///
    /// - Throws: `ConfigurationError` for an invalid endpoint URL.
    func client(assuming role: AssumedRole, from own: AWSClient, transport: any HTTPTransport) throws -> AWSClient {
        let region = own.settings.region ?? Region("us-east-1")
        var context = credentialContext(region, transport)
        context.configuration.region = Setting(region, origin: .standard)
        return try client(region, assume(role, from: own.settings.credentials, context), transport)
    }

    private func client(
        _ region: Region, _ credentials: any CredentialProvider, _ transport: any HTTPTransport
    ) throws -> AWSClient {
        var settings = try ClientSettings(configuration, credentials: credentials, transport: transport)
        settings.region = region
        settings.userAgent = "drctl/\(Drctl.version)"
        if let timeout = options.timeout { settings.limits.totalTimeout = .seconds(timeout) }
        if let inFlight = options.maxInFlight {
            settings.inFlight = inFlight
            settings.inFlightByService = [:]
        }
        settings.maximumRate = options.maxRate
        let logger = Logger(label: "drctl.aws")
        settings.onAttempt = { attempt in
            logger.debug(
                "\(attempt.signingName):\(attempt.operation)",
                metadata: [
                    "attempt": "\(attempt.attempt)", "status": "\(attempt.status.map(String.init) ?? "-")",
                    "error": "\(attempt.errorCode ?? "-")", "request": "\(attempt.requestID ?? "-")",
                    "took": "\(attempt.duration)",
                ])
        }
        return AWSClient(settings)
    }

    private func assume(
        _ role: AssumedRole, from source: any CredentialProvider, _ context: CredentialContext
    ) -> any CredentialProvider {
        CachingCredentialProvider(AssumeRoleCredentialProvider(role, source: source, context: context))
    }

    /// STS is asked in the region of the configuration; without one, in that of the target.
    private func credentialContext(_ region: Region, _ transport: any HTTPTransport) -> CredentialContext {
        var configuration = configuration
        configuration.region = configuration.region ?? Setting(region, origin: .standard)
        return CredentialContext(
            configuration: configuration, transport: transport,
            promptForMFACode: prompt.map { prompt in { @Sendable serial in try prompt.ask(serial) } })
    }
}
