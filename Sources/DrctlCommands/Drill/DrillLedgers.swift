import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The unfinished drills of a policy, newest last.
    func unfinishedDrills(of policy: String) -> [(ledger: DrillLedger, machine: DrillMachine)] {
        DrillLedger.all(in: drillFolder).compactMap { ledger in
            do {
                guard try !ledger.isClosed() else { return nil }
                let machine = try ledger.machine()
                return machine.request.policy == policy ? (ledger, machine) : nil
            } catch {
                console.complain("\(error)")
                return nil
            }
        }
    }

    /// The drill of a policy that is running on this machine now.
    func runningDrill(of policy: String) -> DrillID? { DrillLock.drill(folder: drillFolder, policy: policy) }

    /// Prevents other drills of the policy on this machine for the lifetime of the lock.
    ///
    /// - Parameter drill: The drill that holds the lock; nil for a cleanup.
    /// - Throws: `CommandFailure` when one is running.
    func lockDrills(of policy: String, for drill: DrillID? = nil) throws -> DrillLock {
        guard let lock = try DrillLock(folder: drillFolder, policy: policy) else {
            throw CommandFailure(
                .refused, "another drill of \(policy) is running on this machine", hint: "run `drctl drill status`")
        }
        if let drill { try lock.note(drill) }
        return lock
    }

    /// Closes a drill's ledger. If that fails the drill counts as unfinished, which does no harm.
    func end(_ ledger: DrillLedger, _ why: String) {
        do {
            try ledger.repair()
            try ledger.end(why, at: now())
        } catch {
            console.complain("\(error)")
        }
    }

    /// Closes the ledgers of drills whose instances a cleanup has deleted, since nothing is left to resume. Finished
    /// drills whose evidence is not stored stay open.
    func closeRemoved(of policy: String, drill: DrillID?) {
        for (ledger, machine) in unfinishedDrills(of: policy) where machine.state != .finished {
            guard drill.map({ $0 == machine.request.id }) ?? true else { continue }
            end(ledger, "its resources were deleted by a cleanup")
            console.say("closed drill \(machine.request.id), which stopped during \(machine.phase.rawValue)")
        }
    }
}
