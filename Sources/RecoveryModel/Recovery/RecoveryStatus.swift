/// The recoveries of some policies that nobody has brought to their end, as the ledgers of one machine know them.
package struct RecoveryStatus: Hashable, Sendable {
    /// A recovery whose ledger is not closed.
    package struct Unfinished: Hashable, Sendable {
        package var recovery: DrillID
        package var policy: String
        /// The database that is recovered.
        package var database: String
        /// The name under which it is restored.
        package var target: String
        package var startedAt: Instant
        package var phase: DrillPhase
        package var state: DrillStatus.Unfinished.State

        package init(
            recovery: DrillID, policy: String, database: String, target: String, startedAt: Instant, phase: DrillPhase,
            state: DrillStatus.Unfinished.State
        ) {
            self.recovery = recovery
            self.policy = policy
            self.database = database
            self.target = target
            self.startedAt = startedAt
            self.phase = phase
            self.state = state
        }

        /// For people, after the recovery's name.
        package var whereItIs: String {
            DrillStatus.Unfinished(drill: recovery, phase: phase, state: state).whereItIs
        }
    }

    /// Oldest first.
    package let unfinished: [Unfinished]

    /// Recoveries, of whichever policy, whose ledgers cannot be read: nobody knows whether they are finished.
    package let unreadable: [DrillID]

    package init(_ unfinished: [Unfinished], unreadable: [DrillID] = []) {
        self.unreadable = unreadable.sorted { $0.rawValue < $1.rawValue }
        self.unfinished = unfinished.sorted {
            ($0.startedAt, $0.recovery.rawValue) < ($1.startedAt, $1.recovery.rawValue)
        }
    }

    /// Those that no process is at.
    package var neglected: [Unfinished] { unfinished.filter { $0.state != .running } }

    /// True when nothing is left to do.
    package var isClean: Bool { neglected.isEmpty && unreadable.isEmpty }
}
