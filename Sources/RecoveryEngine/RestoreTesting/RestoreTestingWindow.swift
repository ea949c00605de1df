import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// What is restored stays to be verified.
    static let restoreTestingWindow = Control(
        "restore-test.validation-window",
        title: "AWS Backup keeps what it restores until it is verified",
        why: "Without a window AWS Backup deletes the database as soon as it has started, and nobody has read a row.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)")] + Standard.drills,
        field: "objectives.rto",
        isJudged: \.testsSomething,
        required: \.leastValidationHours,
        observed: { subject in
            subject.usedSelections.map { used in used.map(\.validationHours).min() ?? 0 }
        },
        satisfies: >=,
        showRequired: { "at least \($0) h" },
        showObserved: { "\($0) h" },
        remedy: { subject, _ in subject.selectionRemedy }
    )
}
