import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// No change sits unapplied until a maintenance window.
    package static let pendingModifications = Control(
        "database.pending-modifications",
        title: "No change waits to be applied",
        why: "A setting that is asked for and not in force does not protect anything yet.",
        severity: .low,
        field: "databases[]",
        required: { _ in [String]() },
        observed: { .known($0.instance.pendingModifications.sorted()) },
        satisfies: { pending, _ in pending.isEmpty },
        showRequired: { _ in "nothing pending" },
        showObserved: { $0.isEmpty ? "nothing pending" : Shown.text($0) },
        remedy: { subject, _ in
            .resolvesItself(
                "Applied in the maintenance window \(subject.instance.maintenanceWindow ?? ""), or at once by a restart."
            )
        }
    )
}
