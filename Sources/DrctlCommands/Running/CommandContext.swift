package import AWSCore
package import AWSNames
import FoundationEssentials
import Logging
package import RecoveryModel
package import RecoveryRuntime

/// The dependencies of a command: options, streams, the clock, and AWS on demand.
package struct CommandContext: Sendable {
    package let options: RunOptions
    package let console: Console
    package let environment: [String: String]
    /// The current time. A command reads it once where its results must be consistent.
    package let now: @Sendable () -> Instant

    package init(_ options: RunOptions) {
        self.options = options
        environment = ProcessInfo.processInfo.environment
        console = Console(quiet: options.quiet, noColor: options.noColor, environment: environment)
        now = { Instant(secondsSince1970: Date().timeIntervalSince1970) }
    }

    /// Whether GitHub Actions reads stderr, and shows annotations at their places.
    package var isOnGitHub: Bool { environment["GITHUB_ACTIONS"] == "true" && !options.quiet }

    /// The folder with drctl's state.
    package var stateFolder: String { options.state ?? environment["DRCTL_STATE"] ?? ".drctl" }

    package var state: StateStore { StateStore(folder: stateFolder) }

    /// The AWS configuration.
    ///
    /// - Throws: `ConfigurationError`.
    package func configuration() throws -> ClientConfiguration {
        try ClientConfiguration(
            flags: ConfigurationFlags(
                profile: options.profile, region: options.region, endpointURL: options.endpointURL),
            sources: .process())
    }

    /// A client for long operations, which should survive a minute of throttling and an answer in a hundred that is lost: it
    /// makes more than the standard three attempts, unless the user has set the number.
    func patient(_ client: AWSClient) -> AWSClient {
        guard let configured = try? configuration().maximumAttempts, configured.origin == .standard else {
            return client
        }
        return client.with {
            $0.retry.maximumAttempts = 8
            $0.retry.throttledAttempts = 12
        }
    }

    /// Opens a session in one region, runs the body, and closes the connection in any case.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    package func withSession<Value: Sendable>(
        region wanted: Region? = nil, _ body: @Sendable (AWSSession) async throws -> Value
    ) async throws -> Value {
        guard let region = try wanted ?? configuration().region?.value else {
            throw CommandFailure(
                .usage, "no region is set", hint: "pass --region, set AWS_REGION, or add one to scope.regions")
        }
        return try await withConnection { factory, transport in
            let client = try factory.client(region: region, transport: transport)
            return try await body(try await AWSSession(client: client, region: region))
        }
    }

    /// Opens the connection of one run, and closes it in any case.
    ///
    /// - Throws: `ConfigurationError`, what the body throws.
    func withConnection<Value: Sendable>(
        _ body: @Sendable (ClientFactory, CurlTransport) async throws -> Value
    ) async throws -> Value {
        let configuration = try configuration()
        let transport = CurlTransport(
            options: .init(caBundle: configuration.caBundle?.value ?? CurlTransport.Options.caBundle(in: environment)))
        do {
            let value = try await body(ClientFactory(configuration, self), transport)
            await transport.shutdown()
            return value
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}
