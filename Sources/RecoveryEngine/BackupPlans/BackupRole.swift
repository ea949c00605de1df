import RecoveryModel

extension Control where Judged == BackupPlanSubject {
    /// AWS Backup can do what the plan asks for.
    static let planRole = Control(
        "backup-plan.role",
        title: "AWS Backup has a role that can back up the databases",
        why: "Without its role every job of the plan fails, one night after the other.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "backupPlans[].role",
        required: { _ in true },
        observed: \.role.faults,
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "assumed by AWS Backup, with AWS's policy for backups" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.role.remedy }
    )
}
