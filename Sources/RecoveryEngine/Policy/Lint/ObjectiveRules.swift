import RecoveryModel

extension LintRule {
    static let objectiveRules = [rpoBelowPITR, rtoBelowRestore]

    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
    private static let rpoBelowPITR = LintRule(
        id: "rpo-below-pitr", severity: .error,
        reason: "RDS uploads transaction logs every five minutes; what is younger is lost with the instance."
    ) { subject in
        guard subject.policy.objectives.rpo < TimeSpan(5, .minutes), !subject.policy.databases.isEmpty else {
            return []
        }
        return [
            Finding(
                path: FieldPath("objectives", "rpo"),
                summary:
                    "point-in-time recovery cannot lose less than 5m, and \(subject.policy.objectives.rpo) is asked for",
                fix: "write 5m or more, or meet the objective by replication and keep drctl for what it cannot cover")
        ]
    }

    private static let rtoBelowRestore = LintRule(
        id: "rto-below-restore", severity: .warning,
        reason:
            "A restored instance is seldom available in less than ten minutes, whatever its size, and verified later."
    ) { subject in
        guard subject.policy.objectives.rto < TimeSpan(15, .minutes), !subject.policy.databases.isEmpty else {
            return []
        }
        return [
            Finding(
                path: FieldPath("objectives", "rto"),
                summary: "a restore is unlikely to be verified within \(subject.policy.objectives.rto)",
                fix: "write what `drctl drill history` has measured, or keep a standby for this objective")
        ]
    }
}
