package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl recover rollback`: reverts the renames of a recovery.
package struct RecoverRollbackCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Give the databases of a recovery the names back that they had before it",
        discussion: """
            Reverts the renames of the policy's newest recovery that has made some; deletes nothing. It can be made again
            when it was killed.

              $ drctl recover rollback --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(help: ArgumentHelp("The database, if several were recovered.", valueName: "id"))
    package var instance: String?

    @Option(help: ArgumentHelp("The database's name, where nobody can type it.", valueName: "id"))
    package var confirm: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy(of: instance)
        let (settings, instance, confirm) = (settings, instance, confirm)
        let pause = Duration.milliseconds(try context.pollInterval(settings.pollInterval))
        let rollback = try await context.withTarget(of: document, database: instance) { part, target in
            let policy = part.policy
            let lock = try context.lockDrills(of: policy.name)
            defer { withExtendedLifetime(lock) {} }
            let store = try await context.evidence(settings, of: policy, client: target.home.client)
            let source = try context.evidence(EvidenceSource(place: settings.evidence), of: policy)
            let trust = try await context.trust(source, client: target.home.client)
            let record = try await context.renamingRecovery(of: policy.name, instance, in: store, by: trust)
            guard record.scope == DrillScope(account: target.session.account, region: target.session.region) else {
                throw CommandFailure(
                    .refused, "recovery \(record.drill) was made in \(record.scope.account), \(record.scope.region)",
                    hint: "choose that account and region with --profile and --region")
            }
            let runner = RollbackRunner(client: context.patient(target.session.client), pause: pause)
            do {
                let steps = try await runner.plan(record)
                let renamings = steps.map(\.renaming)
                for renaming in renamings { context.console.say("rename \(renaming.from) to \(renaming.to)") }
                if !renamings.isEmpty {
                    try context.confirm(record.source, given: confirm, "recovery \(record.drill) is to be rolled back")
                    try await runner.make(steps)
                }
                let rollback = RecoveryRollback(
                    recovery: record.drill, policy: policy.name, database: record.source, at: context.now(),
                    renamed: renamings)
                if !renamings.isEmpty {
                    _ = try await store.add(
                        rollback, kind: RecoveryRollback.evidenceKind, policy: policy.name, at: context.now(),
                        freshUntil: nil, files: [:])
                }
                return rollback
            } catch let obstacle as RollbackRunner.Obstacle {
                throw CommandFailure(.refused, obstacle.description)
            }
        }
        try context.render(rollback)
        return .success
    }
}

extension CommandContext {
    /// The newest recovery that has renamed the old database, from its ledger or from evidence that can be believed: what
    /// somebody has put there renames nothing.
    ///
    /// - Throws: `CommandFailure` when there is none, `ClientError`.
    fileprivate func renamingRecovery(
        of policy: String, _ database: String?, in store: EvidenceStore, by trust: EvidenceTrust
    ) async throws -> DrillRecord {
        let ledgers = try DrillLedger.all(in: recoveryFolder).compactMap { ledger -> DrillRecord? in
            guard let machine = try? ledger.machine(), machine.request.policy == policy else { return nil }
            return machine.record(at: (try? ledger.events().last?.at) ?? now())
        }
        let reading = try await store.reading(of: policy, by: trust, at: now())
        if !reading.verification.doubts.isEmpty { _ = complain(of: [reading.verification]) }
        let all = (ledgers + (reading.provenRecoveries.value ?? [])).filter { record in
            record.recovery?.hasRenamed == true && (database.map { $0 == record.source } ?? true)
        }
        guard let newest = all.max(by: { $0.startedAt < $1.startedAt }) else {
            throw CommandFailure(
                .refused, "no recovery of \(database ?? policy) has renamed a database",
                hint: "`drctl recover run --switch rename` does")
        }
        return newest
    }
}
