package import ArgumentParser
import Glibc
import RecoveryModel
import RecoveryRuntime

/// `drctl unlock`: gives back the lock of an apply that was killed.
package struct UnlockCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Give back the lock of an apply that was killed",
        discussion: """
            Shows who holds the lock of each policy, and asks (or takes --yes). A lock on this machine ends with its process
            and needs no unlocking; one beside evidence in a bucket stays until its time is over. An apply whose lock was
            taken away makes no further step. Exit code 0: nothing is locked any more; 5: something is.

              $ drctl unlock --evidence s3://kb-evidence/drctl --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidencePlaceOption

    @Flag(name: .shortAndLong, help: "Do not ask.")
    package var yes = false

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        let locks = ApplyLocks(context: context, evidence: places.evidence)
        for policy in policies {
            guard let holder = try LocalApplyLock.holder(context.state, policy: policy.name) else { continue }
            throw CommandFailure(
                .refused, "\(policy.name) is locked on this machine by \(holder.shown)",
                hint: "that apply is still running: wait for it, or end its process")
        }
        let isGiven = yes
        return try await context.withSession(region: policies.first?.targetRegions.first) { session in
            var status = ExitStatus.success
            for policy in policies {
                guard let place = try locks.place(of: policy, session.client), let held = try await place.read(),
                    !held.holder.isReleased
                else {
                    context.console.say("\(policy.name) is not locked")
                    continue
                }
                let who = "\(policy.name) is locked by \(held.holder.shown)"
                guard try isGiven || confirmed(who, context) else {
                    throw CommandFailure(.refused, "\(who); not confirmed", hint: "give --yes in a pipeline")
                }
                guard try await place.force(held.holder, tag: held.tag) else {
                    context.console.complain("\(policy.name) has been locked anew meanwhile")
                    status = .refused
                    continue
                }
                context.console.say("\(who); it was given back")
            }
            return status
        }
    }

    private func confirmed(_ who: String, _ context: CommandContext) throws -> Bool {
        guard !context.options.noInput, isatty(STDIN_FILENO) == 1 else { return false }
        return try context.console.ask { write in
            try TerminalInput.shared.visibleLine("\(who). Type unlock to give it back: ", write: write)
        } == "unlock"
    }
}
