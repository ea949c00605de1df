import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Automated backups reach back at least as far as the policy asks.
    package static let backupRetention = Control(
        "database.backup-retention",
        title: "Automated backups are kept long enough",
        why: "Point-in-time recovery reaches back only this far; 0 switches it off.",
        severity: .high,
        standards: [
            .securityHub("RDS.11"), .awsConfig("db-instance-backup-enabled"), .nist80053("CP-9"), .nist80053("CP-10"),
        ],
        field: "databases[].backups.retention",
        required: { !$0.isBackedUpBySource ? $0.policy.backups.retention?.days : nil },
        observed: \.instance.backupRetentionDays,
        satisfies: >=,
        showRequired: { "at least \(Shown.days($0))" },
        showObserved: { $0 == 0 ? "off" : Shown.days($0) },
        remedy: { subject, days in
            let switchesOn = subject.instance.backupRetentionDays == .known(0)
            return subject.modify(
                disruption: switchesOn ? .restart("switching backups on restarts the instance") : .none
            ) { $0.backupRetentionDays = days }
        },
        template: { $0.fragment("BackupRetentionPeriod", value: .integer($1)) }
    )
}
