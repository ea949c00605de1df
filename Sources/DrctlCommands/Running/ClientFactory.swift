import AWSCore
import AWSNames
import Logging

/// Creates the client for the configuration and the command line.
struct ClientFactory {
    let configuration: ClientConfiguration
    private let options: GlobalOptions.Values
    private let prompt: MFAPrompt?

    init(_ configuration: ClientConfiguration, _ context: CommandContext) {
        self.configuration = configuration
        options = context.options
        prompt = MFAPrompt(context)
    }

    /// - Throws: `ConfigurationError` for an invalid endpoint URL.
    func client(region: Region, transport: any HTTPTransport) throws -> AWSClient {
        var settings = try ClientSettings(
            configuration, credentials: credentials(transport), transport: transport)
        settings.region = region
        settings.userAgent = "drctl/\(Drctl.version)"
        if let timeout = options.timeout { settings.limits.totalTimeout = .seconds(timeout) }
        if let inFlight = options.maxInFlight {
            settings.inFlight = inFlight
            settings.inFlightByService = [:]
        }
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

    private func credentials(_ transport: any HTTPTransport) -> any CredentialProvider {
        let context = CredentialContext(
            configuration: configuration, transport: transport,
            promptForMFACode: prompt.map { prompt in { @Sendable serial in try prompt.ask(serial) } })
        let chain = CachingCredentialProvider(DefaultCredentialChain(context))
        guard let role = options.assumeRole else { return chain }
        let assumed = AssumedRole(
            arn: role, externalID: options.externalID, sessionName: options.roleSessionName,
            duration: options.roleDuration)
        return CachingCredentialProvider(AssumeRoleCredentialProvider(assumed, source: chain, context: context))
    }
}
