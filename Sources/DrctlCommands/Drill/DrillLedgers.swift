import Files
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// The drills or recoveries, of whichever policy, that nobody has brought to their end.
struct OpenLedgers {
    typealias Open = (ledger: DrillLedger, machine: DrillMachine)

    /// Newest last.
    var open: [Open] = []
    /// Those whose ledgers cannot be read: nobody knows whether they are finished.
    var unreadable: [DrillID] = []

    func of(_ policy: String) -> [Open] { open.filter { $0.machine.request.policy == policy } }
}

extension CommandContext {
    /// What the ledgers of a folder say, each of which is read once; what cannot be read is complained of.
    ///
    /// - Throws: `FileFailure` when nobody can know.
    func openLedgers(in folder: Folder) throws -> OpenLedgers {
        var found = OpenLedgers()
        for ledger in try DrillLedger.all(in: folder) {
            do {
                if try !ledger.isClosed() { found.open.append((ledger, try ledger.machine())) }
            } catch {
                console.complain("\(error)")
                found.unreadable.append(ledger.drill)
            }
        }
        return found
    }

    /// Drills of a policy that nobody has brought to their end, newest last.
    ///
    /// - Throws: `FileFailure` when nobody can know.
    func unfinishedDrills(of policy: String) throws -> [OpenLedgers.Open] {
        try openLedgers(in: drillFolder).of(policy)
    }

    /// The drills of a policy that a process on this machine is at right now.
    ///
    /// - Throws: `FileFailure` when nobody can know.
    func runningDrills(of policy: String) throws -> [DrillID] {
        try DrillLock.drills(folder: drillFolder, policy: policy) ?? []
    }

    /// Prevents other drills of the policy on this machine for the lifetime of the lock.
    ///
    /// - Parameter drill: The one that it is locked for; nil for a cleanup.
    /// - Throws: `CommandFailure` when one is running; `FileFailure`.
    func lockDrills(of policy: String, for drill: DrillID? = nil) throws -> DrillLock {
        guard let lock = try DrillLock(folder: drillFolder, policy: policy) else {
            throw CommandFailure(
                .refused, "another drill of \(policy) is running on this machine", hint: "run `drctl drill status`")
        }
        if let drill { try lock.note([drill]) }
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

    /// Ends the ledgers of drills whose instances a cleanup has removed: there is nothing left to resume. Drills that were
    /// over and only lack their evidence stay.
    func closeRemoved(of policy: String, drill: DrillID?) throws {
        for (ledger, machine) in try unfinishedDrills(of: policy) where machine.state != .finished {
            guard drill.map({ $0 == machine.request.id }) ?? true else { continue }
            guard !machine.mayHaveOpenJob else {
                console.say(
                    "drill \(machine.request.id) stays open, as AWS Backup may still restore for it: `drctl drill resume`"
                )
                continue
            }
            end(ledger, "its resources were deleted by a cleanup")
            console.say("closed drill \(machine.request.id), which stopped during \(machine.phase.rawValue)")
        }
    }
}
