import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Backups are taken when the policy says.
    static func backupWindow(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.backup-window", cluster: "cluster.backup-window"),
            title: "The backup window is as agreed",
            why: "A backup at a busy hour slows the database, and one at an unknown hour cannot be planned around.",
            severity: .low,
            field: "databases[].backups.window",
            required: { !$0.isBackedUpBySource ? $0.policy.backups.window : nil },
            observed: \.database.backupWindow,
            satisfies: { observed, required in observed.map(required.contains) ?? false },
            showRequired: { "inside \($0) UTC" },
            showObserved: { $0.map { "\($0) UTC" } ?? "none" },
            remedy: { subject, window in
                if let maintenance = subject.nextMaintenanceWindow, maintenance.overlaps(window) {
                    return .procedure(
                        "The window \(window) overlaps the maintenance window \(maintenance), which RDS refuses: "
                            + "move one of them.")
                }
                return subject.modifyBackups(
                    .backupWindow(Edit(subject.database.backupWindow.value ?? nil, to: window)))
            },
            template: { $0.fragment("PreferredBackupWindow", value: .string($1.description)) }
        )
    }
}
