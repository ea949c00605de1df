import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// There is a plan.
    static let restoreTestingExists = Control(
        "restore-test.plan-exists",
        title: "The restore testing plan exists",
        why: "Without it AWS Backup restores nothing, and no backup is proven.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)")] + Standard.drills,
        field: "drill.engine",
        required: { _ in true },
        observed: { $0.state.plan.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in subject.planRemedy }
    )
}
