import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// It runs before the last proof is out of date.
    static let restoreTestingFrequency = Control(
        "restore-test.plan-frequency",
        title: "Restore tests run often enough",
        why: "A proof goes out of date; a test that comes later leaves the backups unproven in between.",
        severity: .medium,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)")] + Standard.drills,
        field: "drill.every",
        isJudged: \.exists,
        required: \.drill.every,
        observed: { subject in
            subject.document.flatMap { document -> Collected<Int?> in
                guard let document else { return .known(nil) }
                guard let hours = RestoreTestSchedule.longestHours(of: document) else {
                    return .unavailable(
                        CollectionFailure(
                            operation: "backup:GetRestoreTestingPlan",
                            reason: "the schedule \(document.schedule) is not understood"))
                }
                return .known(hours)
            }
        },
        satisfies: { hours, every in hours.map { $0 * 3_600 <= every.seconds } ?? false },
        showRequired: { "begin at most \($0.shown) apart" },
        showObserved: { hours in
            hours.map { "up to \(ElapsedText.inWords(Double($0 * 3_600))) apart" } ?? "not found"
        },
        remedy: { subject, _ in subject.planRemedy }
    )
}
