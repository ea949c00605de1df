import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Backups are taken when the policy says.
    static func backupWindow(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.backup-window", cluster: "cluster.backup-window"),
            title: "The backup window is as agreed",
            why: "A backup at a busy hour slows the database, and one at an unknown hour cannot be planned around.",
            severity: .low,
            standards: Standard.backups,
            field: "databases[].backups.window",
            required: { !$0.isBackedUpBySource ? $0.policy.backups.window : nil },
            observed: { subject in
                subject.database.backupWindow.map {
                    SeenBackupWindow(window: $0, maintenance: subject.database.maintenanceWindow.value ?? nil)
                }
            },
            satisfies: { observed, required in
                observed.window.map(required.contains) ?? false && observed.collision == nil
            },
            showRequired: { "inside \($0) UTC" },
            showObserved: \.shown,
            remedy: { subject, window in
                let live = subject.database.backupWindow.value ?? nil
                if let live, window.contains(live), let maintenance = subject.database.maintenanceWindow.value ?? nil {
                    // Where the policy says when maintenance is, that control moves it.
                    guard subject.policy.maintenanceWindow == nil else {
                        return .resolvesItself("The maintenance window is moved by the same plan.")
                    }
                    return .procedure(
                        "Move the maintenance window \(maintenance) out of the backup window: aws rds "
                            + "modify-\(subject.database.cliNoun) \(subject.database.cliIdentifier) "
                            + "--preferred-maintenance-window …")
                }
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

/// When backups are taken, and the maintenance window that may come in their way.
private struct SeenBackupWindow: Sendable, Recordable {
    var window: DailyWindow?
    var maintenance: WeeklyWindow?

    /// The maintenance window, where it shares a minute with the backup window.
    var collision: WeeklyWindow? { maintenance.flatMap { own in window.map { own.overlaps($0) ? own : nil } ?? nil } }

    var recorded: JSONValue { window.recorded }

    var shown: String {
        guard let window else { return "none" }
        return "\(window) UTC" + (collision.map { ", overlapping maintenance \($0) UTC" } ?? "")
    }
}
