import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Recovery has been proven, not too long ago, and nothing has spoken against it since.
    package static let clusterDrillCurrent = Control(
        "cluster.drill-current",
        title: "A restore drill has verified the cluster's backups recently",
        why: "Backups that nobody has restored are hopes; the drill is the proof, and it goes out of date.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-9(1)"), .nist80053("CP-10"), .soc2("A1.3")],
        field: "drill.every",
        isJudged: { $0.drills != nil },
        required: { $0.context.policy.drill?.every },
        observed: { $0.lastDrill },
        satisfies: { last, every in last.failedSince == nil && last.age.map { $0 <= every.seconds } ?? false },
        showRequired: { "verified at most \($0) ago" },
        showObserved: { $0.shown },
        remedy: { subject, _ in
            .procedure("Run a drill of \(subject.cluster.id) and mend what it finds: drctl drill run.")
        }
    )
}

extension ClusterSubject {
    var lastDrill: Collected<LastDrill> {
        guard let drills else { return .unavailable(.notLookedAt("evidence")) }
        return drills.map { LastDrill($0, now: context.now) }
    }
}
