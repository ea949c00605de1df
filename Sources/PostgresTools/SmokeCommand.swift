import AWSNames
import FoundationEssentials
import RecoveryModel
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A policy's smoke command, which runs against a database.
///
/// It receives `DATABASE_URL` and libpq's variables without the password, `PGPASSFILE` for libpq, and
/// `DATABASE_PASSWORD_FILE` for other clients, so that no secret is in its arguments or environment.
package enum SmokeCommand {
    /// The command's outcome. Its output is counted but not stored, since it may contain user data.
    package struct Outcome: Sendable, Equatable {
        package var status: String
        package var succeeded: Bool
        package var outputBytes: Int
    }

    /// Runs the command and terminates it after the limit.
    package static func run(
        _ command: [String], against connection: PostgresConnection, tools: ClientTools, limit: Duration
    ) async throws -> Outcome {
        guard let program = command.first else { throw PostgresError(.tool, "the smoke command is empty") }
        let secrets = try PrivateDirectory()
        defer { secrets.remove() }
        let password = connection.password?.secret ?? ""
        var variables = PsqlSession.environment(
            connection, SessionSettings(applicationName: "drctl smoke", readOnly: false))
        variables["PGPASSFILE"] = try secrets.write(PsqlSession.passwordLine(password), as: "pgpass")
        variables["DATABASE_PASSWORD_FILE"] = try secrets.write(password, as: "password")
        variables["DATABASE_URL"] = url(connection)
        // A command that works on the copy must not get the login to the source.
        let updates: [Environment.Key: String?] = Dictionary(
            uniqueKeysWithValues: variables.compactMap { name, value in
                Environment.Key(rawValue: name).map { ($0, Optional(value)) }
            }
        ).merging(["DRCTL_DATABASE_URL": nil]) { $1 }
        let arguments = Arguments(Array(command.dropFirst()))
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                let result = try await Subprocess.run(
                    executable, arguments: arguments, environment: .inherit.updating(updates),
                    output: .bytes(limit: 16 << 20), error: .combinedWithOutput)
                return Outcome(
                    status: "\(result.terminationStatus)", succeeded: result.terminationStatus.isSuccess,
                    outputBytes: result.standardOutput.count)
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let outcome = first else {
                return Outcome(
                    status: "timed out after \(ElapsedText.of(limit / .seconds(1)))", succeeded: false, outputBytes: 0)
            }
            return outcome
        }
    }

    private static func url(_ connection: PostgresConnection) -> String {
        let mode = connection.security == .unencrypted ? "disable" : "verify-full"
        let user = percentEncoded(connection.user)
        // The folder of a socket is no host: its slashes are escaped.
        let host = connection.host.hasPrefix("/") ? percentEncoded(connection.host) : connection.host
        return "postgresql://\(user)@\(host):\(connection.port)/\(percentEncoded(connection.database))"
            + "?sslmode=\(mode)"
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + hex
        }.joined()
    }
}
