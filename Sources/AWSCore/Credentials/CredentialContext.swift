public import AWSNames
public import Logging

/// All that credential providers read, ask and change; passed in, so that tests have a world of their own.
public struct CredentialContext: Sendable {
    /// Profiles, region, endpoints, environment and files.
    public var configuration: ClientConfiguration
    /// For metadata services, STS and SSO.
    public var transport: any HTTPTransport
    /// Time and chance.
    public var clock: ClientClock
    /// Asks the person for the code that the MFA device shows; nil when nobody can be asked.
    public var promptForMFACode: (@Sendable (_ serial: String) async throws -> Redacted<String>)?
    /// Names a role's session when the configuration does not.
    public var defaultSessionName: @Sendable () -> String
    /// Replaces a file, for the SSO token cache.
    public var fileReplacer: FileReplacer
    /// Runs a `credential_process`.
    public var processRunner: CredentialProcessRunner
    /// For what goes wrong beside the point, such as a cache that cannot be written.
    public var logger: Logger

    /// The machine's own clock, files and processes, unless given.
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
