import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Point-in-time recovery is not further behind than the RPO.
    package static let restorableLag = Control(
        "database.restorable-lag",
        title: "The latest restorable time is within the RPO",
        why: "What was written after the latest restorable time is lost in a disaster.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "objectives.rpo",
        required: { subject in
            subject.instance.backupRetentionDays != .known(0) && !subject.isBackedUpBySource
                ? subject.context.policy.objectives.rpo : nil
        },
        observed: { subject in
            .known(subject.instance.latestRestorableTime.map { subject.age(of: $0) })
        },
        satisfies: { lag, rpo in lag.map { $0 <= rpo.seconds } ?? false },
        showRequired: { "at most \($0) ago" },
        showObserved: { $0.map { "\(TimeSpan(seconds: max(0, $0))) ago" } ?? "none" },
        remedy: { subject, _ in
            subject.instance.latestRestorableTime == nil
                ? .resolvesItself("The first backup makes the instance restorable; it is taken within minutes.")
                : .procedure(
                    "Transaction logs are not being archived: look at the instance's events and free storage, "
                        + "and open a support case if it does not recover.")
        }
    )
}
