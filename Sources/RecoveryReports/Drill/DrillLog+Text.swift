package import RecoveryModel

extension DrillLogLine {
    /// The time, the phase and the event, as one line with its newline. The time is RFC 3339, as in every log.
    package var line: String {
        column(at.description, 26) + column(phase.rawValue, 11) + text.visible + "\n"
    }

    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
