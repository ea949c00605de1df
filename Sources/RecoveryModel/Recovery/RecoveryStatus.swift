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

    package init(_ unfinished: [Unfinished]) {
        self.unfinished = unfinished.sorted { ($0.startedAt, $0.recovery.description) < ($1.startedAt, $1.recovery.description) }
    }

    /// Those that no process is at.
    package var neglected: [Unfinished] { unfinished.filter { $0.state != .running } }
}
