import RecoveryModel
import RecoveryRuntime
import Synchronization

/// What the drills of one series share: the locks of their policies, and the turn to write evidence, since the records of a
/// policy are one chain.
final class DrillSeriesParts: Sendable {
    let evidence = Turns(1)
    private let locks: [String: DrillLock]
    private let running = Mutex<[String: [DrillID]]>([:])

    /// Takes the locks.
    ///
    /// - Throws: `CommandFailure` when drills of one of the policies are running on this machine; `FileFailure`.
    init(_ policies: [String], _ context: CommandContext) throws {
        var locks: [String: DrillLock] = [:]
        for policy in policies { locks[policy] = try context.lockDrills(of: policy) }
        self.locks = locks
    }

    /// Says that a drill is running, for `drctl drill status`.
    ///
    /// - Throws: `FileFailure`.
    func begin(_ drill: DrillID, of policy: String) throws {
        try running.withLock { running in
            running[policy, default: []].append(drill)
            try locks[policy]?.note(running[policy] ?? [])
        }
    }

    /// Says that it is over. If that cannot be written, it counts as running until the series ends.
    func end(_ drill: DrillID, of policy: String) {
        running.withLock { running in
            running[policy, default: []].removeAll { $0 == drill }
            try? locks[policy]?.note(running[policy] ?? [])
        }
    }
}
