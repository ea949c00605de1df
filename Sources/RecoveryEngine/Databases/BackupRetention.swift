import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Automated backups reach back at least as far as the policy asks; what is beyond 35 days is `monthly`'s.
    static func backupRetention(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.backup-retention", cluster: "cluster.backup-retention"),
            title: "Automated backups are retained long enough",
            why: "Point-in-time recovery reaches back only this far; 0 disables it.",
            severity: .high,
            standards: kind.pick(
                instance: [.securityHub("RDS.11"), .awsConfig("db-instance-backup-enabled")],
                cluster: [.securityHub("RDS.50"), .awsConfig("rds-cluster-backup-retention-check")])
                + [.nist80053("CP-9"), .nist80053("CP-10")] + Standard.backups,
            field: "databases[].backups.retention",
            required: { subject in
                subject.isBackedUpBySource
                    ? nil : subject.policy.backups.retention.map { min($0.days, DatabasePolicy.automatedBackupDays) }
            },
            observed: \.database.backupRetentionDays,
            satisfies: >=,
            showRequired: { "at least \(Shown.days($0))" },
            showObserved: { $0 == 0 ? "disabled" : Shown.days($0) },
            remedy: { subject, days in
                subject.modifyBackups(
                    .backupRetention(days: Edit(subject.database.backupRetentionDays.value, to: days)))
            },
            template: { $0.fragment("BackupRetentionPeriod", value: .integer($1)) },
            // A replica is backed up by its source.
            configRule: { _, days in
                kind.pick(
                    instance: ConfigRule(
                        "db-instance-backup-enabled",
                        ["backupRetentionMinimum": .integer(days), "checkReadReplicas": false]),
                    cluster: ConfigRule(
                        "rds-cluster-backup-retention-check", ["minimumBackupRetentionPeriod": .integer(days)]))
            }
        )
    }
}
