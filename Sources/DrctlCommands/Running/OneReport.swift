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
            guard !run.entries.isEmpty else { throw error }
            // What was not looked at is said: the report is not greener than what was seen.
            let failure = CommandFailure(error)
            for policy in policies.dropFirst(run.entries.count) {
                guard let account = policy.scope.accounts.first,
                    let region = options.region ?? policy.scope.regions.first
                else { continue }
                let target = TargetName(policy: policy.name, account: account, region: region)
                run.entries.append(.init(target, .failed(RunFailure(failure.message, hint: failure.hint))))
            }
            try render(report(run))
            throw error
        }
        try render(report(run))
        return status
    }
}
