import RecoveryModel

extension LintRule {
    static let objectiveRules = [rpoBelowPITR, rpoWithoutPITR, rtoBelowRestore]

    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
    private static let rpoBelowPITR = LintRule(
        id: "rpo-below-pitr", severity: .error,
        reason: "RDS archives transaction logs every five minutes; newer data is lost with the instance."
    ) { subject in
        guard subject.policy.objectives.rpo < TimeSpan(5, .minutes), !subject.policy.databases.isEmpty else {
            return []
        }
        return [
            Finding(
                path: FieldPath("objectives", "rpo"),
                summary:
                    "point-in-time recovery can lose up to 5m, but the objective is \(subject.policy.objectives.rpo)",
                fix: "write 5m or more, or meet the objective by replication and use drctl for what it cannot cover")
        ]
    }

    private static let rpoWithoutPITR = LintRule(
        id: "rpo-without-pitr", severity: .error,
        reason:
            "Without automated backups there is no point-in-time recovery, and other backups are at most daily."
    ) { subject in
        let rpo = subject.policy.objectives.rpo
        guard rpo < TimeSpan(24, .hours) else { return [] }
        return subject.databases.compactMap { path, database in
            guard database.backups.retention == nil else { return nil }
            return Finding(
                path: path.appending("backups").appending("retention"),
                summary: "automated backups are not required, but the RPO is \(rpo)",
                fix: "set a retention, or delete `retention: null`")
        }
    }

    private static let rtoBelowRestore = LintRule(
        id: "rto-below-restore", severity: .warning,
        reason:
            "A restored instance is rarely available in less than ten minutes, whatever its size, and verified even later."
    ) { subject in
        guard subject.policy.objectives.rto < TimeSpan(15, .minutes), !subject.policy.databases.isEmpty else {
            return []
        }
        return [
            Finding(
                path: FieldPath("objectives", "rto"),
                summary: "a restore is unlikely to be verified within \(subject.policy.objectives.rto)",
                fix: "use the times that `drctl drill history` shows, or run a standby for this objective")
        ]
    }
}
