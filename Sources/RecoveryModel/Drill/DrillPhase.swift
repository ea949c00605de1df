/// The steps of a drill, in order; each is timed separately.
package enum DrillPhase: String, CaseIterable, Sendable, Codable, Comparable {
    case preflight
    /// Taking a snapshot for the drill; absent for other recovery points.
    case snapshot
    /// Writing the row before the instant and the row after it; absent unless the drill writes marker rows.
    case mark
    /// Querying the source for values to compare with; a real recovery does not need it.
    case baseline
    /// Waiting until RDS has archived the log beyond the marked instant.
    case ship
    /// From the restore request until RDS reports `available`.
    case restore
    /// Of a recovery: until the restored database has the settings that a restore cannot carry.
    case configure
    /// Until the first session is established.
    case connect
    case verify
    /// Reading every page, when requested.
    case warm
    case fidelity
    case secrets
    case smoke
    /// Of a recovery: renaming, when requested.
    case switchover = "switch"
    case teardown

    /// True for phases that only a drill has: they are not part of the recovery time.
    package var isDrillOnly: Bool { [.snapshot, .mark, .baseline, .ship].contains(self) }

    package static func < (left: DrillPhase, right: DrillPhase) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// How long a phase took.
package struct PhaseTiming: Hashable, Sendable, Codable {
    package var phase: DrillPhase
    package var startedAt: Instant
    /// Nil while the phase runs.
    package var endedAt: Instant?

    package init(phase: DrillPhase, startedAt: Instant, endedAt: Instant? = nil) {
        self.phase = phase
        self.startedAt = startedAt
        self.endedAt = endedAt
    }

    /// Zero while the phase runs.
    package var milliseconds: Int { endedAt.map { $0.milliseconds - startedAt.milliseconds } ?? 0 }
}
