import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Backups that are configured are really there.
    package static let clusterRecoveryPointExists = Control(
        "cluster.recovery-point-exists",
        title: "There is a recovery point of the cluster",
        why: "A cluster without any snapshot or restorable window cannot be brought back at all.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "databases[]",
        required: { _ in "a snapshot or a restorable window" },
        observed: { $0.recoveryPoints },
        satisfies: { seen, _ in seen != nil },
        remedy: { _, _ in .procedure("Take a cluster snapshot now, and ask AWS why there is no restorable time.") }
    )

    /// The newest thing that can be restored is younger than the RPO.
    package static let clusterRecoveryPointAge = Control(
        "cluster.recovery-point-age",
        title: "The newest recovery point of the cluster is within the RPO",
        why: "Everything newer than the newest recovery point is lost in a disaster.",
        severity: .critical,
        standards: [.nist80053("CP-9")],
        field: "objectives.rpo",
        required: \.context.policy.objectives.rpo,
        observed: { $0.recoveryPointAge },
        satisfies: { age, rpo in age.map { $0 <= rpo.seconds } ?? false },
        showRequired: { "at most \($0) old" },
        showObserved: { $0.map { "\(TimeSpan(seconds: max(0, $0))) old" } ?? "no recovery point" },
        remedy: { subject, _ in
            .procedure(
                "Take a snapshot now: aws rds create-db-cluster-snapshot --db-cluster-identifier "
                    + "\(subject.cluster.id) …")
        }
    )
}

extension ClusterSubject {
    /// What can be restored, for people; nil when there is nothing.
    fileprivate var recoveryPoints: Collected<String?> {
        // The restorable window is enough: what cannot be seen besides decides nothing.
        if let latest = cluster.latestRestorableTime { return .known("restorable until \(latest)") }
        return cluster.snapshots.map { snapshots -> String? in
            let usable = snapshots.count { $0.status == "available" }
            return usable == 0 ? nil : usable == 1 ? "1 snapshot" : "\(usable) snapshots"
        }
    }

    /// In seconds, of the newest recovery point of any kind; nil when there is none.
    var recoveryPointAge: Collected<Int?> {
        let restorable = cluster.latestRestorableTime.map { age(of: $0) }
        if let restorable, restorable <= context.policy.objectives.rpo.seconds { return .known(restorable) }
        return cluster.snapshots.map { snapshots -> Int? in
            let ages = snapshots.filter { $0.status == "available" }.compactMap(\.createdAt).map { age(of: $0) }
            return (ages + (restorable.map { [$0] } ?? [])).min()
        }
    }
}
