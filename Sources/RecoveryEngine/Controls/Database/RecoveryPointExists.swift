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
        required: { $0.isBackedUpBySource ? nil : "a snapshot or a restorable window" },
        observed: { $0.recoveryPoints },
        satisfies: { seen, _ in seen != nil },
        remedy: { _, _ in .procedure("Switch automated backups on, or take a snapshot now.") }
    )
}

extension DatabaseSubject {
    /// What can be restored, for people; nil when there is nothing.
    fileprivate var recoveryPoints: Collected<String?> {
        // The restorable window is enough: what cannot be seen besides decides nothing.
        if let latest = instance.latestRestorableTime { return .known("restorable until \(latest)") }
        return instance.snapshots.map { snapshots -> String? in
            let usable = snapshots.count { $0.status == "available" }
            return usable == 0 ? nil : usable == 1 ? "1 snapshot" : "\(usable) snapshots"
        }
    }
}
