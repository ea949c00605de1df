package import RecoveryModel

extension RestorableWindow {
    /// The instant to ask RDS for, in whole seconds, or the exact reason why it cannot be restored.
    package func check(_ instant: Instant, now: Instant) -> Result<Instant, RecoveryPointChooser.Refusal> {
        func refuse(_ reason: String) -> Result<Instant, RecoveryPointChooser.Refusal> {
            .failure(RecoveryPointChooser.Refusal(reason: reason))
        }
        guard retentionDays > 0, let latest else { return refuse(absence) }
        if instant > now { return refuse("\(instant) is in the future; now is \(now)") }
        if instant > latest {
            return refuse(
                """
                \(instant) is \(ElapsedText.of(instant - latest)) after the latest restorable time \(latest) of \
                \(instance); RDS ships its log about every 5 minutes, so try again then, or restore to \(latest)
                """)
        }
        if let earliest, instant < earliest {
            return refuse(
                """
                \(instant) is \(ElapsedText.of(earliest - instant)) before the earliest restorable time \(earliest) of \
                \(instance) (retention \(retentionDays) days); only a snapshot can be that old
                """)
        }
        let whole = Instant(milliseconds: instant.milliseconds - instant.milliseconds % 1_000)
        return .success(max(whole, earliest ?? whole))
    }
}
