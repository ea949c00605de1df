package import AWSCore
package import AWSNames
import FoundationEssentials
import Logging
package import RecoveryModel
package import RecoveryRuntime

/// What a command works with: options, streams, the clock, and AWS on demand.
package struct CommandContext: Sendable {
    package let options: GlobalOptions.Values
    package let console: Console
    package let environment: [String: String]
    /// The time, once a run where results must agree with themselves.
    package let now: @Sendable () -> Instant

    package init(_ options: GlobalOptions.Values) {
        self.options = options
        environment = ProcessInfo.processInfo.environment
        console = Console(quiet: options.quiet, noColor: options.noColor, environment: environment)
        now = { Instant(secondsSince1970: Date().timeIntervalSince1970) }
    }

    /// The folder in which drctl remembers what it did.
    package var stateFolder: String { options.state ?? environment["DRCTL_STATE"] ?? ".drctl" }

    package var state: StateStore { StateStore(folder: stateFolder) }

    /// Where AWS's settings come from.
    ///
    /// - Throws: `ConfigurationError`.
    package func configuration() throws -> ClientConfiguration {
        try ClientConfiguration(
            flags: ConfigurationFlags(
                profile: options.profile, region: options.region, endpointURL: options.endpointURL),
            sources: .process())
    }

    /// A client for long work, which a bad minute of the account must not end: it tries more often than AWS's three times,
    /// unless somebody said how often.
    func patient(_ client: AWSClient) -> AWSClient {
        guard let configured = try? configuration().maximumAttempts, configured.origin == .standard else {
            return client
        }
        return client.with { $0.retry.maximumAttempts = 8 }
    }

    /// Asks AWS who we are and hands over the client; the connection is closed when the body ends, however it ends.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    package func withSession<Value: Sendable>(
        region wanted: Region? = nil, _ body: @Sendable (AWSSession) async throws -> Value
    ) async throws -> Value {
        let configuration = try configuration()
        guard let region = wanted ?? configuration.region?.value else {
            throw CommandFailure(
                .usage, "no region is known", hint: "give --region, set AWS_REGION, or name one in scope.regions")
        }
        let transport = CurlTransport(
            options: .init(caBundle: configuration.caBundle?.value ?? CurlTransport.Options.caBundle(in: environment)))
        do {
            let client = try ClientFactory(configuration, self).client(region: region, transport: transport)
            let value = try await body(try await AWSSession(client: client, region: region))
            await transport.shutdown()
            return value
        } catch {
            await transport.shutdown()
            throw error
        }
    }
}
