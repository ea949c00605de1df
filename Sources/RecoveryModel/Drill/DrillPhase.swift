/// The steps of a drill, in order; each has its own clock.
package enum DrillPhase: String, CaseIterable, Sendable, Codable, Comparable {
    case preflight
    /// Taking a snapshot for the drill; absent otherwise.
    case snapshot
    /// Writing the row before the instant and the row after it; absent unless the drill marks its instant.
    case mark
    /// Measuring the source; a real recovery would not do it.
    case baseline
    /// Until RDS has stored the log beyond the marked instant.
    case ship
    /// From the restore request until RDS says `available`.
    case restore
    /// Until the first session stands.
    case connect
    case verify
    /// Reading every page, when that was asked for.
    case warm
    case fidelity
    case secrets
    case smoke
    case teardown

    /// Phases that only a drill has: they are not part of the recovery time.
    package var isDrillOnly: Bool { [.snapshot, .mark, .baseline, .ship].contains(self) }

    package static func < (left: DrillPhase, right: DrillPhase) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// How long a phase took.
package struct PhaseTiming: Hashable, Sendable, Codable {
    package var phase: DrillPhase
    package var startedAt: Instant
    /// Nil while it runs.
    package var endedAt: Instant?

    package init(phase: DrillPhase, startedAt: Instant, endedAt: Instant? = nil) {
        self.phase = phase
        self.startedAt = startedAt
        self.endedAt = endedAt
    }

    /// Zero while it runs.
    package var milliseconds: Int { endedAt.map { $0.milliseconds - startedAt.milliseconds } ?? 0 }
}
