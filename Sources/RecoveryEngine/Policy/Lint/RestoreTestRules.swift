import RecoveryModel

extension LintRule {
    static let restoreTestRules = [
        restoreTestsWithoutPlan, restoreTestsOfClusters, restoreTestsTooRare, restoreTestsUnsaid,
    ]

    private static let restoreTestsWithoutPlan = LintRule(
        id: "restore-test-without-plan", severity: .error,
        reason: "AWS Backup tests its own recovery points, and there are none without a plan."
    ) { subject in
        tested(subject).filter { $0.1.kind == .instance && $0.1.backups.awsBackup == nil }.map { path, database in
            Finding(
                path: path, summary: "the database has no plan of AWS Backup, which `drill.engine` needs",
                fix: "write `awsBackup` in its `backups`, with a plan of `backupPlans`, or `engine: drctl`")
        }
    }

    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
    private static let restoreTestsOfClusters = LintRule(
        id: "restore-test-of-cluster", severity: .warning,
        reason: "AWS Backup restores a cluster without an instance, which nobody can query: it is not tested so."
    ) { subject in
        tested(subject).filter { $0.1.kind == .cluster }.map { path, _ in
            Finding(
                path: path, summary: "restore tests of AWS Backup cannot prove a cluster",
                fix: "run its drills with `drctl drill run`, or move it to a policy with `engine: drctl`")
        }
    }

    private static let restoreTestsTooRare = LintRule(
        id: "restore-test-interval", severity: .error,
        reason: "A restore test begins within 8 hours of its time, once a day at most."
    ) { subject in
        guard let drill = subject.policy.drill, drill.engine == .awsBackup,
            RestoreTestSchedule.fitting(drill.every) == nil
        else { return [] }
        return [
            Finding(
                path: drill.every == nil ? FieldPath("drill", "engine") : FieldPath("drill", "every"),
                summary: drill.every.map { "no schedule of AWS Backup makes a proof every \($0)" }
                    ?? "`drill.every` is not set, so there is no schedule",
                fix: "write `every: 2d` or more")
        ]
    }

    private static let restoreTestsUnsaid = LintRule(
        id: "restore-test-target-unsaid", severity: .error,
        reason: "AWS Backup restores into the default VPC unless a subnet group and security groups are given."
    ) { subject in
        guard let drill = subject.policy.drill, drill.engine == .awsBackup else { return [] }
        let missing = [
            drill.into.subnetGroup == nil ? "subnetGroup" : nil,
            drill.into.securityGroups.isEmpty ? "securityGroups" : nil,
        ].compactMap(\.self)
        guard !missing.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("drill", "into"), summary: "restore tests need \(missing.joined(separator: " and "))",
                fix: "set them, separate from those of production")
        ]
    }

    /// The databases that AWS Backup has to test, with their paths.
    private static func tested(_ subject: LintSubject) -> [(FieldPath, DatabasePolicy)] {
        subject.policy.drill?.engine == .awsBackup ? subject.databases : []
    }
}
