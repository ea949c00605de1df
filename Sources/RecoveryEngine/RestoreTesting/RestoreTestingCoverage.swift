import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// Every database is tested.
    static let restoreTestingCovers = Control(
        "restore-test.selection-covers",
        title: "Restore tests cover every database",
        why: "What no selection names is never restored, and its backups stay hopes.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)")] + Standard.drills,
        field: "drill.engine",
        required: { _ in true },
        observed: \.uncovered,
        satisfies: { uncovered, _ in uncovered.isEmpty },
        showRequired: { _ in "every database of the policy" },
        showObserved: { $0.isEmpty ? "all covered" : "not covered: \(Shown.text($0))" },
        remedy: { subject, _ in subject.selectionRemedy }
    )
}
