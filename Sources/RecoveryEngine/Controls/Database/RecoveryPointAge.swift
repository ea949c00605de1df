import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The newest thing that can be restored is younger than the RPO.
    package static let recoveryPointAge = Control(
        "database.recovery-point-age",
        title: "The newest recovery point is within the RPO",
        why: "Everything newer than the newest recovery point is lost in a disaster.",
        severity: .critical,
        standards: [.nist80053("CP-9"), .nist80053("CP-10")],
        field: "objectives.rpo",
        required: { $0.context.policy.objectives.rpo },
        observed: { subject in
            subject.instance.snapshots.map { snapshots in
                let times = snapshots.filter { $0.status == "available" }.compactMap(\.createdAt)
                let newest = (times + [subject.instance.latestRestorableTime].compactMap { $0 }).max()
                return newest.map { Int(subject.context.now - $0) }
            }
        },
        satisfies: { age, rpo in age.map { $0 <= rpo.seconds } ?? false },
        showRequired: { "at most \($0) old" },
        showObserved: { $0.map { "\(TimeSpan(seconds: max(0, $0))) old" } ?? "no recovery point" },
        remedy: { subject, _ in
            .procedure(
                "Take a snapshot now: aws rds create-db-snapshot --db-instance-identifier \(subject.instance.id) …")
        }
    )
}
