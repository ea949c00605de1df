import AWSCore
import Digests
import FoundationEssentials
import PostgresTools
import RecoveryEngine
import RecoveryModel

extension DrillRunner {
    /// Checks that each secret can be read and its login works on the restored database; values stay in memory.
    func proveSecrets(_ secrets: [String], _ machine: DrillMachine) async throws -> [CheckResult] {
        guard let host = machine.restored?.host, let port = machine.restored?.port else { return [] }
        let source = try source(machine)
        let questions = try questions()
        var results: [CheckResult] = []
        for secret in secrets {
            let started = ContinuousClock.now
            var result = CheckResult(
                name: "secret \(secret)" + (environment.login.exported == nil ? "" : ", as exported"), origin: .policy,
                query: "show server_version", queryDigest: "",
                expected: "logs in", got: nil, milliseconds: 0, verdict: .failed)
            do {
                let connection = try await logins.application(secret, source: source, host: host, port: port)
                _ = try await questions.version(connection)
                result.got = "logs in"
                result.verdict = .passed
            } catch let error as CancellationError {
                throw error
            } catch {
                result.got = error is ClientError ? "failed to read the secret" : "failed to log in"
                result.detail = "\(error)"
            }
            result.queryDigest = SHA256.hex(result.query)
            result.milliseconds = Int(started.duration(to: .now) / .milliseconds(1))
            results.append(result)
        }
        return results
    }

    /// Runs the policy's command against the restored database.
    func smoke(_ command: [String], _ machine: DrillMachine) async throws -> CheckResult {
        guard let host = machine.restored?.host, let port = machine.restored?.port, let tools = environment.tools else {
            throw PostgresError(.tool, "no restored database to run the smoke command on")
        }
        let connection = try await logins.copy(of: try loginInstance(machine), host: host, port: port)
        return try await CheckResult.smoke(command, against: connection, tools: tools)
    }

    /// Reads every page of the copy.
    func warm(_ machine: DrillMachine) async throws -> Warming {
        guard let host = machine.restored?.host, let port = machine.restored?.port, let tools = environment.tools else {
            throw PostgresError(.tool, "no restored database to warm")
        }
        let connection = try await logins.copy(of: try loginInstance(machine), host: host, port: port)
        return try await DatabaseWarming(tools: tools, settings: copySettings, progress: environment.progress)
            .warm(connection)
    }

    /// The checks that need an extension, which run on the copy only.
    func structures() throws -> StructureQuestions {
        guard let tools = environment.tools else { throw PostgresError(.tool, "psql not found on this machine") }
        return StructureQuestions(
            tools: tools, settings: copySettings, progress: environment.progress)
    }

    /// A statement may read a whole table, so it may take as long as the recovery itself.
    private var copySettings: SessionSettings {
        SessionSettings(
            applicationName: "drctl drill", statementTimeout: max(60, request.deadline / 1_000), readOnly: false)
    }
}
