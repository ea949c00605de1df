/// A line of a drill's log: the time, the phase and what happened.
package struct DrillLogLine: Hashable, Sendable {
    package var at: Instant
    package var phase: DrillPhase
    package var text: String

    package init(at: Instant, phase: DrillPhase, text: String) {
        self.at = at
        self.phase = phase
        self.text = text
    }
}
