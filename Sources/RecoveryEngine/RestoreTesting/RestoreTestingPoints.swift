import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// It restores what a recovery would restore.
    static let restoreTestingPoints = Control(
        "restore-test.recovery-points",
        title: "Restore tests take the newest recovery point of the plan's vaults",
        why:
            "A test of an old recovery point proves an old backup, and AWS Backup passes over in silence what has none "
            + "that fits.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)")] + Standard.drills,
        field: "drill.engine",
        isJudged: \.exists,
        required: { _ in true },
        observed: { subject in
            subject.document.map { document in document.map(subject.faults) ?? ["not found"] }
        },
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { _ in "the newest snapshot of each vault" },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.planRemedy }
    )
}
