import Digests
import PostgresTools
import RecoveryModel

extension CheckResult {
    /// What a policy's command says of a restored database.
    ///
    /// - Throws: `PostgresError` when it could not be run at all.
    static func smoke(
        _ command: [String], against connection: PostgresConnection, tools: ClientTools
    ) async throws -> CheckResult {
        let started = ContinuousClock.now
        let outcome = try await SmokeCommand.run(command, against: connection, tools: tools, limit: .seconds(600))
        let text = command.joined(separator: " ")
        return CheckResult(
            name: "smoke", origin: .policy, query: text, queryDigest: SHA256.hex(text), expected: "exit status 0",
            got: outcome.status, milliseconds: Int(started.duration(to: .now) / .milliseconds(1)),
            verdict: outcome.succeeded ? .passed : .failed,
            detail: outcome.succeeded
                ? nil : "\(outcome.status); its output of \(CountText.of(outcome.outputBytes, "byte")) is not stored")
    }
}
