import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// What is restored is as closed as what a drill restores.
    static let restoreTestingIsolation = Control(
        "restore-test.isolation",
        title: "Restore tests restore where drills restore",
        why:
            "What is restored is production data: without settings AWS Backup puts it into the default VPC, where others "
            + "may reach it, and drctl may not.",
        severity: .critical,
        standards: [.nist80053("SC-7"), .nist80053("CP-4")],
        field: "drill.into",
        isJudged: \.testsSomething,
        required: { $0.requiredOverrides.isEmpty ? nil : $0.requiredOverrides },
        observed: { subject in
            subject.usedSelections.map { used in
                used.flatMap { selection in
                    subject.openness(of: selection).map { "\(selection.name): \($0)" }
                }.sorted()
            }
        },
        satisfies: { faults, _ in faults.isEmpty },
        showRequired: { overrides in
            Shown.text(overrides.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
        },
        showObserved: { $0.isEmpty ? "as required" : Shown.text($0) },
        remedy: { subject, _ in subject.selectionRemedy }
    )
}
