public import AWSNames
public import Logging

/// The dependencies of credential providers, passed in so that tests can replace them.
public struct CredentialContext: Sendable {
    /// Profiles, region, endpoints, environment and files.
    public var configuration: ClientConfiguration
    /// For metadata services, STS and SSO.
    public var transport: any HTTPTransport
    /// The source of time and randomness.
    public var clock: ClientClock
    /// Prompts for an MFA code; nil when prompting is not possible.
    public var promptForMFACode: (@Sendable (_ serial: String) async throws -> Redacted<String>)?
    /// The name of a role session, if the configuration has none.
    public var defaultSessionName: @Sendable () -> String
    /// Replaces a file, for the SSO token cache.
    public var fileReplacer: FileReplacer
    /// Runs a `credential_process`.
    public var processRunner: CredentialProcessRunner
    /// The log for minor problems, such as a cache that cannot be written.
    public var logger: Logger

    /// Creates a context, by default with this machine's clock, files and processes.
    public init(
        configuration: ClientConfiguration, transport: any HTTPTransport, clock: ClientClock = .system,
        promptForMFACode: (@Sendable (_ serial: String) async throws -> Redacted<String>)? = nil,
        defaultSessionName: (@Sendable () -> String)? = nil,
        fileReplacer: FileReplacer = .system, processRunner: CredentialProcessRunner = .system,
        logger: Logger = Logger(label: "drctl.aws.credentials")
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
        self.promptForMFACode = promptForMFACode
        self.defaultSessionName = defaultSessionName ?? { "drctl-\(clock.seconds)" }
        self.fileReplacer = fileReplacer
        self.processRunner = processRunner
        self.logger = logger
    }
}

extension ClientClock {
    /// Whole seconds since 1970.
    var seconds: Int { Int(now()) }
}
