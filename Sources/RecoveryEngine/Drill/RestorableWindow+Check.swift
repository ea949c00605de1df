package import RecoveryModel

extension RestorableWindow {
    /// The instant to request from RDS, in whole seconds, or the exact reason why it cannot be restored.
    package func check(_ instant: Instant, now: Instant) -> Result<Instant, RecoveryPointChooser.Refusal> {
        func refuse(_ reason: String) -> Result<Instant, RecoveryPointChooser.Refusal> {
            .failure(RecoveryPointChooser.Refusal(reason: reason))
        }
        guard retentionDays > 0, let latest else { return refuse(absence) }
        if instant > now { return refuse("\(instant.shown) is in the future; it is now \(now.shown)") }
        if instant > latest {
            return refuse(
                """
                \(instant.shown) is \(ElapsedText.of(instant - latest)) after the latest restorable time \
                \(latest.shown) of \(instance); RDS archives the log about every 5 minutes, so try again later or \
                restore to \(latest.shown)
                """)
        }
        if let earliest, instant < earliest {
            return refuse(
                """
                \(instant.shown) is \(ElapsedText.of(earliest - instant)) before the earliest restorable time \
                \(earliest.shown) of \(instance) (retention \(CountText.of(retentionDays, "day"))); only a snapshot \
                can be that old
                """)
        }
        let whole = Instant(milliseconds: instant.milliseconds - instant.milliseconds % 1_000)
        return .success(max(whole, earliest ?? whole))
    }
}
