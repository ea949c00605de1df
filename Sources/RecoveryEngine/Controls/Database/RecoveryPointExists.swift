import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Backups that are configured are really there.
    package static let recoveryPointExists = Control(
        "database.recovery-point-exists",
        title: "There is a recovery point",
        why: "A database without any snapshot or restorable window cannot be brought back at all.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "databases[]",
        required: { _ in "a snapshot or a restorable window" },
        observed: { subject in
            subject.instance.snapshots.map { snapshots in
                snapshots.count { $0.status == "available" } + (subject.instance.latestRestorableTime == nil ? 0 : 1)
            }
        },
        satisfies: { count, _ in count > 0 },
        showObserved: { $0 == 0 ? "none" : "\($0) recovery points" },
        remedy: { _, _ in .procedure("Switch automated backups on, or take a snapshot now.") }
    )
}
