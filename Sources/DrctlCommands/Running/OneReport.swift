import RecoveryModel
import RecoveryReports

extension CommandContext {
    /// Asks a question of every policy and prints the answers as one report, whose exit status is that of the worst.
    /// When one cannot be asked, what is known of those before it is printed all the same.
    ///
    /// - Parameter ask: The result, where it stands, and what it means to a pipeline.
    /// - Throws: What `ask` throws, `FileFailure` when the report cannot be written.
    func report<Value: Sendable>(
        on policies: [RecoveryPolicy], as report: (Run<Value>) -> Report,
        ask: (RecoveryPolicy) async throws -> (TargetName, Value, ExitStatus)
    ) async throws -> ExitStatus {
        var run = Run<Value>([])
        var status = ExitStatus.success
        do {
            for policy in policies {
                let (target, value, meaning) = try await ask(policy)
                run.entries.append(.init(target, .done(value)))
                status = status.moreSevere(meaning)
            }
        } catch {
            if !run.entries.isEmpty { try render(report(run)) }
            throw error
        }
        try render(report(run))
        return status
    }
}
