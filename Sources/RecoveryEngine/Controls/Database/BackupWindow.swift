import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Backups are taken when the policy says.
    package static let backupWindow = Control(
        "database.backup-window",
        title: "Backups are taken in the agreed window",
        why: "A backup at a busy hour slows the database, and one at an unknown hour cannot be planned around.",
        severity: .low,
        field: "databases[].backups.window",
        required: { !$0.isBackedUpBySource ? $0.policy.backups.window : nil },
        observed: { .known($0.instance.backupWindow) },
        satisfies: { observed, required in observed.map(required.contains) ?? false },
        showRequired: { "inside \($0) UTC" },
        showObserved: { $0.map { "\($0) UTC" } ?? "none" },
        remedy: { subject, window in
            if let maintenance = subject.instance.maintenanceWindow.flatMap(WeeklyWindow.init),
                maintenance.overlaps(window)
            {
                return .procedure(
                    "The window \(window) overlaps the maintenance window \(maintenance), which RDS refuses: "
                        + "move one of them.")
            }
            return subject.modify { $0.backupWindow = window }
        },
        template: { $0.fragment("PreferredBackupWindow", value: .string($1.description)) }
    )
}
