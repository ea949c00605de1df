package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl recover status`: shows recoveries that run or were interrupted.
package struct RecoverStatusCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show recoveries that run on this machine, or were interrupted here",
        discussion: """
            Reads the ledgers of this machine, and asks nobody. Exit code 0: nothing is unfinished, except a recovery that is
            running; 6: one was interrupted, or its evidence is not stored.

              $ drctl recover status --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let ledgers = try context.openLedgers(in: context.recoveryFolder)
        let unfinished = try context.loadPolicies().flatMap { document in
            let running = try context.runningDrills(of: document.policy.name)
            return ledgers.of(document.policy.name).map { _, machine in
                let request = machine.request
                return RecoveryStatus.Unfinished(
                    recovery: request.id, policy: request.policy, database: request.source, target: request.target.id,
                    startedAt: request.startedAt, phase: machine.phase,
                    state: running.contains(request.id) ? .running : machine.state == .finished ? .over : .stopped)
            }
        }
        let status = RecoveryStatus(unfinished, unreadable: ledgers.unreadable)
        try context.render(status)
        return status.isClean ? .success : .cleanupFailed
    }
}
