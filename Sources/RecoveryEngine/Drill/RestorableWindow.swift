package import RecoveryModel

/// The instants that RDS can restore an instance to.
package struct RestorableWindow: Hashable, Sendable, Codable {
    package var instance: String
    package var retentionDays: Int
    package var earliest: Instant?
    package var latest: Instant?

    package init(of instance: InstanceFacts) {
        self.instance = instance.id
        retentionDays = instance.backupRetentionDays
        earliest = instance.earliestRestorable
        latest = instance.latestRestorable
    }

    /// Why there is no window at all.
    package var absence: String {
        retentionDays == 0
            ? "no recovery point: automated backups of \(instance) are off (retention 0), so no point in time can be restored"
            : "no recovery point: \(instance) has no restorable time yet (its first automated backup is not done)"
    }

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

/// Lengths of time for people: `850 ms`, `12.3 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`.
package enum ElapsedText {
    /// From seconds.
    package static func of(_ seconds: Double) -> String { of(milliseconds: Int((seconds * 1_000).rounded())) }

    /// From milliseconds.
    package static func of(milliseconds: Int) -> String {
        if milliseconds < 0 { return "-" + of(milliseconds: -milliseconds) }
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        let seconds = milliseconds / 1_000
        switch seconds {
        case ..<60: return "\(seconds).\(milliseconds % 1_000 / 100) s"
        case ..<3_600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h"
        }
    }
}
