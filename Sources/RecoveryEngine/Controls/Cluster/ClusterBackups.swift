import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Automated backups reach back at least as far as the policy asks.
    package static let clusterBackupRetention = Control(
        "cluster.backup-retention",
        title: "The cluster's automated backups are kept long enough",
        why: "Point-in-time recovery reaches back only this far.",
        severity: .high,
        standards: [
            .securityHub("RDS.50"), .awsConfig("rds-cluster-backup-retention-check"), .nist80053("CP-9"),
            .nist80053("CP-10"),
        ],
        field: "databases[].backups.retention",
        required: { $0.policy.backups.retention?.days },
        observed: \.cluster.backupRetentionDays,
        satisfies: >=,
        showRequired: { "at least \(Shown.days($0))" },
        showObserved: { Shown.days($0) },
        remedy: { subject, days in subject.modify("--backup-retention-period \(days)") }
    )

    /// Backups are taken when the policy says.
    package static let clusterBackupWindow = Control(
        "cluster.backup-window",
        title: "The cluster's backups are taken in the agreed window",
        why: "A backup at an unknown hour cannot be planned around.",
        severity: .low,
        field: "databases[].backups.window",
        required: \.policy.backups.window,
        observed: { .known($0.cluster.backupWindow) },
        satisfies: { observed, required in observed.map(required.contains) ?? false },
        showRequired: { "inside \($0) UTC" },
        showObserved: { $0.map { "\($0) UTC" } ?? "none" },
        remedy: { subject, window in subject.modify("--preferred-backup-window \(window)") }
    )

    /// Point-in-time recovery is not further behind than the RPO.
    package static let clusterRestorableLag = Control(
        "cluster.restorable-lag",
        title: "The cluster's latest restorable time is within the RPO",
        why: "What was written after the latest restorable time is lost in a disaster.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "objectives.rpo",
        required: \.context.policy.objectives.rpo,
        observed: { subject in .known(subject.cluster.latestRestorableTime.map { subject.age(of: $0) }) },
        satisfies: { lag, rpo in lag.map { $0 <= rpo.seconds } ?? false },
        showRequired: { "at most \($0) ago" },
        showObserved: { $0.map { "\(TimeSpan(seconds: max(0, $0))) ago" } ?? "none" },
        remedy: { subject, _ in
            .procedure(
                "Look at the events of \(subject.cluster.id): aws rds describe-events --source-type db-cluster "
                    + "--source-identifier \(subject.cluster.id), and open a support case if it does not recover.")
        }
    )
}
