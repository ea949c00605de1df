import AWSNames
import FoundationEssentials
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension PsqlSession {
    private enum Outcome<Value: Sendable>: Sendable {
        case finished(Value)
        case failed(any Error)
        /// The connection failed; the reason is on psql's standard error.
        case notConnected
    }

    /// Connects, runs the body, and disconnects.
    ///
    /// The password is in a file that only this user can read, and only until the session is established; it is never
    /// an argument or in the environment. Throws `PostgresError`, `CancellationError`, or what the body throws.
    package static func open<Value: Sendable>(
        _ connection: PostgresConnection, settings: SessionSettings, tools: ClientTools,
        _ body: @Sendable (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        guard BrokenPipe.isAnError else { throw PostgresError(.tool, "failed to ignore SIGPIPE") }
        if connection.security == .unencrypted, !connection.isLocal {
            throw PostgresError(.certificate, "refusing to connect to \(connection.host) without TLS")
        }
        var environment = Self.environment(connection, settings)
        let secrets = try connection.password.map { _ in try PrivateDirectory() }
        defer { secrets?.remove() }
        if let secrets, let password = connection.password {
            environment["PGPASSFILE"] = try secrets.write(passwordLine(password.secret), as: "pgpass")
        }
        let mark = "mark-\(UUID().uuidString.lowercased())"
        var platform = PlatformOptions()
        // On cancellation psql forwards an interrupt to the server, so that no query keeps running there.
        platform.teardownSequence = [.send(signal: .interrupt, allowedDurationToNextStep: .milliseconds(300))]
        let result: ExecutionResult<Outcome<Value>, SequenceOutput, StringOutput<UTF8>>
        do {
            let keys = environment.map { (Environment.Key(rawValue: $0.key)!, $0.value) }
            let arguments = ["-X", "-q", "-t", "-w", "--csv", "-P", "null=\(nullMark(mark))", "-f", "-"]
            result = try await run(
                .path(FilePath(tools.psql)), arguments: Arguments(arguments),
                environment: .custom(Dictionary(uniqueKeysWithValues: keys)), platformOptions: platform,
                input: .inputWriter, output: .sequence, error: .string(limit: 4 << 20)
            ) { execution in
                var session = PsqlSession(
                    writer: execution.standardInputWriter, output: execution.standardOutput.makeAsyncIterator(),
                    mark: mark)
                do {
                    _ = try await session.rows("select 1")
                } catch let error as PostgresError where error.kind == .connectionLost {
                    return .notConnected
                }
                secrets?.remove()
                do {
                    return .finished(try await body(&session))
                } catch {
                    return .failed(error)
                }
            }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw PostgresError(.tool, "failed to run \(tools.psql): \(error)")
        }
        switch result.closureResult {
        case .finished(let value): return value
        case .failed(let error): throw error
        case .notConnected: throw PostgresError.connecting(result.standardError)
        }
    }

    /// The complete environment of psql; nothing is inherited, so that it never sees AWS credentials.
    static func environment(_ connection: PostgresConnection, _ settings: SessionSettings) -> [String: String] {
        var environment = [
            "LC_ALL": "C",
            "PGHOST": connection.host,
            "PGPORT": String(connection.port),
            "PGUSER": connection.user,
            "PGDATABASE": connection.database,
            "PGCONNECT_TIMEOUT": String(max(2, connection.connectTimeout)),
            "PGAPPNAME": settings.applicationName,
            "PGOPTIONS": settings.serverOptions,
            "PGCLIENTENCODING": "UTF8",
            "PGGSSENCMODE": "disable",
            "PGSERVICEFILE": "/dev/null",
            "PGPASSFILE": "/dev/null",
        ]
        switch connection.security {
        case .verifyFull(let authorities):
            environment["PGSSLMODE"] = "verify-full"
            environment["PGSSLROOTCERT"] = authorities
        case .unencrypted:
            environment["PGSSLMODE"] = "disable"
        }
        return environment
    }

    /// https://www.postgresql.org/docs/current/libpq-pgpass.html: colons and backslashes are escaped.
    static func passwordLine(_ password: String) -> String {
        let escaped = password.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        return "*:*:*:*:\(escaped)\n"
    }
}
