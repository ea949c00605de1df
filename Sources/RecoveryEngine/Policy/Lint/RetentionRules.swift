import RecoveryModel

extension LintRule {
    static let retentionRules = [
        retentionBeyondAutomated, monthlyTooFew, retentionBelowRPO, windowTouchesMaintenance, copyToSource,
        foreignDatabaseKey,
    ]

    private static let retentionBeyondAutomated = LintRule(
        id: "retention-beyond-automated-backups", severity: .error,
        reason: "Automated backups are retained for at most 35 days; older recovery points need other backups."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard let retention = database.backups.retention, database.backups.monthlyKeep == nil,
                retention > TimeSpan(DatabasePolicy.automatedBackupDays, .days),
                (subject.plan(of: database)?.tiers.map(\.keepDays).max() ?? 0) < retention.days
            else { return nil }
            let months = max(2, (retention.days * 12 + 364) / 365)
            return Finding(
                path: path.appending("backups").appending("retention"),
                summary: "\(retention) exceeds the maximum of automated backups",
                fix:
                    "add `monthly: {keep: \(months)}` beside it, or a plan of `backupPlans` that keeps them as long, or write 35d "
                    + "or less")
        }
    }

    private static let monthlyTooFew = LintRule(
        id: "monthly-below-retention", severity: .error,
        reason: "With N monthly recovery points, the oldest is N months old."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard let retention = database.backups.retention, let keep = database.backups.monthlyKeep,
                retention > TimeSpan(DatabasePolicy.automatedBackupDays, .days), TimeSpan(keep, .months) < retention
            else { return nil }
            return Finding(
                path: path.appending("backups").appending("monthly"),
                summary: "\(keep) monthly recovery points do not reach back \(retention)",
                fix: "write `keep: \((retention.days * 12 + 364) / 365)` or a shorter retention")
        }
    }

    private static let retentionBelowRPO = LintRule(
        id: "retention-below-rpo", severity: .warning,
        reason: "A fault that is older than the oldest backup when it is detected cannot be undone."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard let retention = database.longestRetention(), retention < subject.policy.objectives.rpo else {
                return nil
            }
            return Finding(
                path: path.appending("backups").appending("retention"),
                summary: "recovery reaches back \(retention), less than one RPO of \(subject.policy.objectives.rpo)",
                fix: "retain backups for several times the RPO")
        }
    }

    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html
    private static let windowTouchesMaintenance = LintRule(
        id: "window-touches-maintenance", severity: .error,
        reason: "AWS refuses a backup window that overlaps the maintenance window."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard let window = database.backups.window, let maintenance = database.maintenanceWindow,
                maintenance.overlaps(window)
            else { return nil }
            let place = path.appending("backups").appending("window")
            return Finding(
                path: subject.isWritten(place) ? place : path.appending("maintenanceWindow"),
                summary: "the backup window \(window) overlaps the maintenance window \(maintenance)",
                fix: "move one of the two")
        }
    }

    private static let copyToSource = LintRule(
        id: "copy-to-own-region", severity: .error,
        reason: "A copy in the region of its source is lost with the region."
    ) { subject in
        subject.databases.flatMap { path, database in
            database.backups.copyTo.enumerated().compactMap { index, region in
                guard subject.policy.regions(of: database).contains(region) else { return nil }
                let why = database.regions.isEmpty ? ", the first of `scope.regions`" : ""
                return Finding(
                    path: path.appending("backups").appending("copyTo").appending(index),
                    summary: "\(region) is the databases' own region\(why)", fix: "choose another region")
            }
        }
    }

    private static let foreignDatabaseKey = LintRule(
        id: "key-of-another-region", severity: .error,
        reason: "A key can only be used in its own region."
    ) { subject in
        subject.databases.compactMap { path, database in
            database.protection.encryptionKey.flatMap {
                foreignRegion(
                    of: $0, at: path.appending("protection").appending("encryption"),
                    subject.policy.regions(of: database))
            }
        }
            + subject.backupPlans.compactMap { path, plan in
                plan.encryptionKey.flatMap {
                    foreignRegion(
                        of: $0, at: path.appending("encryption"), subject.homes(of: plan) + plan.copyRegions)
                }
            }
            + subject.buckets.compactMap { path, bucket in
                bucket.encryption?.key.flatMap {
                    foreignRegion(
                        of: $0, at: path.appending("encryption").appending("kms"), subject.policy.regions(of: bucket))
                }
            }
    }
}
