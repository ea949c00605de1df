import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// AWS Backup can do what the plan asks for.
    static let restoreTestingRole = Control(
        "restore-test.role",
        title: "AWS Backup has a role that can restore the databases",
        why: "Without its role every test fails before anything is restored.",
        severity: .high,
        standards: [.nist80053("AC-6")] + Standard.privilege,
        field: "drill.engine",
        required: { _ in true },
        observed: \.role.faults,
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "assumed by AWS Backup, with AWS's policy for restores" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.role.remedy }
    )
}
