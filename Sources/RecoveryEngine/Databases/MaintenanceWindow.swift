import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// AWS patches and restarts when the policy says.
    static func maintenanceWindow(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.maintenance-window", cluster: "cluster.maintenance-window"),
            title: "The maintenance window is as agreed",
            why: "A restart at an unknown hour is an outage that looks like a disaster.",
            severity: .low,
            field: "databases[].maintenanceWindow",
            required: \.policy.maintenanceWindow,
            observed: \.database.maintenanceWindow,
            satisfies: { observed, required in observed.map(required.contains) ?? false },
            showRequired: { "inside \($0) UTC" },
            showObserved: { $0.map { "\($0) UTC" } ?? "none" },
            remedy: { subject, window in
                if let backups = subject.nextBackupWindow, window.overlaps(backups) {
                    return .procedure(
                        "The window \(window) overlaps the backup window \(backups), which RDS refuses: move one of them."
                    )
                }
                return subject.modify(
                    .maintenanceWindow(Edit(subject.database.maintenanceWindow.value ?? nil, to: window)))
            },
            template: { $0.fragment("PreferredMaintenanceWindow", value: .string($1.description)) }
        )
    }
}

extension DatabaseSubject {
    /// The maintenance window once the plan is applied: RDS judges both windows together.
    var nextMaintenanceWindow: WeeklyWindow? {
        let live = database.maintenanceWindow.value ?? nil
        guard let wanted = policy.maintenanceWindow else { return live }
        return live.map { wanted.contains($0) } == true ? live : wanted
    }

    /// The backup window once the plan is applied.
    var nextBackupWindow: DailyWindow? {
        let live = database.backupWindow.value ?? nil
        guard let wanted = policy.backups.window, !isBackedUpBySource, !database.isManagedByAWSBackup else {
            return live
        }
        return live.map { wanted.contains($0) } == true ? live : wanted
    }
}
