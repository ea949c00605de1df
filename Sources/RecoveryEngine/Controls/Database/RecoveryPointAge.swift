import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The newest thing that can be restored is younger than the RPO.
    package static let recoveryPointAge = Control(
        "database.recovery-point-age",
        title: "The newest recovery point is within the RPO",
        why: "Everything newer than the newest recovery point is lost in a disaster.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "objectives.rpo",
        required: { $0.isBackedUpBySource ? nil : $0.context.policy.objectives.rpo },
        observed: { $0.recoveryPointAge },
        satisfies: { age, rpo in age.map { $0 <= rpo.seconds } ?? false },
        showRequired: { "at most \($0) old" },
        showObserved: { $0.map { "\(TimeSpan(seconds: max(0, $0))) old" } ?? "no recovery point" },
        remedy: { subject, _ in
            .procedure(
                "Take a snapshot now: aws rds create-db-snapshot --db-instance-identifier \(subject.instance.id) …")
        }
    )
}

extension DatabaseSubject {
    /// In seconds, of the newest recovery point of any kind; nil when there is none.
    var recoveryPointAge: Collected<Int?> {
        let restorable = instance.latestRestorableTime.map { age(of: $0) }
        // Within the RPO already: what cannot be seen besides decides nothing.
        if let restorable, restorable <= context.policy.objectives.rpo.seconds { return .known(restorable) }
        return instance.snapshots.map { snapshots -> Int? in
            let usable = snapshots.filter { $0.status == "available" }
            let ages: [Int] = usable.compactMap(\.createdAt).map { age(of: $0) }
            return (ages + (restorable.map { [$0] } ?? [])).min()
        }
    }
}
