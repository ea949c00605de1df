import RecoveryModel
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A shell command of the operator's, which a recovery runs at a step of switching over, such as one that changes a
/// secret or a DNS record. It learns the step by variables that hold no password.
package enum HookCommand {
    /// Runs the command and terminates it after the limit; its output is counted and not stored.
    package static func run(
        _ command: String, variables: [String: String], limit: Duration
    ) async throws -> SmokeCommand.Outcome {
        let updates: [Environment.Key: String?] = Dictionary(
            uniqueKeysWithValues: variables.compactMap { name, value in
                Environment.Key(rawValue: name).map { ($0, Optional(value)) }
            }
        ).merging(["DRCTL_DATABASE_URL": nil]) { $1 }
        return try await withThrowingTaskGroup(of: SmokeCommand.Outcome?.self) { group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(FilePath("/bin/sh")), arguments: ["-c", command],
                    environment: .inherit.updating(updates), output: .bytes(limit: 16 << 20),
                    error: .combinedWithOutput)
                return SmokeCommand.Outcome(
                    status: "\(result.terminationStatus)", succeeded: result.terminationStatus.isSuccess,
                    outputBytes: result.standardOutput.count)
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let outcome = first else {
                return SmokeCommand.Outcome(
                    status: "timed out after \(ElapsedText.of(limit / .seconds(1)))", succeeded: false, outputBytes: 0)
            }
            return outcome
        }
    }
}
