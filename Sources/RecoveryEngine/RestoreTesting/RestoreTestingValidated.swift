import RecoveryModel

extension Control where Judged == RestoreTestingSubject {
    /// Every database was tested, and what was restored was any good.
    static let restoreTestingValidated = Control(
        "restore-test.validated",
        title: "A restore test of every database was validated",
        why:
            "AWS Backup passes over in silence what has no recovery point that fits: a database without a test looks like "
            + "one that passed it.",
        severity: .high,
        standards: [
            .nist80053("CP-4"), .nist80053("CP-4(4)"), .nist80053("CP-9(1)"), .nist80053("CP-9(2)"), .soc2("A1.3"),
        ] + Standard.drills,
        field: "drill.every",
        isJudged: { $0.exists && $0.state.jobs != nil },
        required: \.drill.every,
        observed: \.unproven,
        satisfies: { unproven, _ in unproven.isEmpty },
        showRequired: { "of every database at most \($0.shown) ago" },
        showObserved: { $0.isEmpty ? "all validated" : Shown.text($0) },
        remedy: { _, _ in
            .procedure(
                "Verify what was restored (drctl drill validate --all); of a database without a restore job, see that its "
                    + "vault holds a recovery point that the plan takes, and wait for the next test.")
        }
    )
}

extension RestoreTestingSubject {
    /// What keeps each database from being proven, by id.
    fileprivate var unproven: Collected<[String]> {
        guard let jobs = state.jobs else { return .unavailable(.notCollected("backup:ListRestoreJobs")) }
        return state.plan.flatMap { plan in
            databases.flatMap { databases in
                jobs.flatMap { jobs in
                    let references = databases.map { ResourceReference(.database, $0.id, arn: $0.arn) }
                    let open = RestoreTestReview.states(
                        of: references, jobs, of: .only(plan?.arn), now: context.now
                    ).filter { $0.outcome != .proven }
                    // Of what is not proven for certain nothing more is asked.
                    if let first = open.first, open.allSatisfy({ $0.outcome == .unknown }) {
                        return .unavailable(
                            CollectionFailure(
                                operation: "backup:ListRestoreJobs",
                                reason: "what restore job \(first.job?.id ?? "") is of cannot be told"))
                    }
                    return .known(open.map { "\($0.database.name): \($0.outcome.words)" }.sorted())
                }
            }
        }
    }
}

extension RestoreTestState.Outcome {
    /// For people.
    fileprivate var words: String {
        switch self {
        case .proven: "validated"
        case .unvalidated: "restored and not verified"
        case .running: "a test runs"
        case .failed: "the last test failed"
        case .unknown: "cannot be told"
        case .missing: "no restore job ran"
        }
    }
}
