import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// Recovery has been proven, not too long ago, and nothing has spoken against it since.
    static let selfManagedDrill = Control(
        "self-managed.drill-current",
        title: "A restore drill has verified the backups recently",
        why: "Backups that nobody has restored are hopes; the drill is the proof, and it goes out of date.",
        severity: .high,
        standards: [
            .nist80053("CP-4"), .nist80053("CP-4(4)"), .nist80053("CP-9(1)"), .nist80053("CP-9(2)"),
            .nist80053("CP-10"), .soc2("A1.3"),
        ] + Standard.drills,
        field: "drill.every",
        isJudged: { $0.drills != nil },
        required: { $0.context.policy.drill?.every },
        observed: { $0.lastDrill },
        satisfies: { last, every in last.isCurrent(within: every) },
        showRequired: { "verified at most \($0.shown) ago" },
        showObserved: { $0.shown },
        remedy: { subject, _ in
            .procedure(
                "Run a drill and fix what it finds: drctl drill run --policy FILE --database \(subject.policy.database)."
            )
        }
    )

    /// The newest drill was fast enough.
    static let selfManagedRecoveryTime = Control(
        "self-managed.rto-proven",
        title: "The last drill recovered within the RTO",
        why: "An RTO that no restore has kept to is a promise without ground.",
        severity: .high,
        standards: [.nist80053("CP-4"), .nist80053("CP-10"), .nist80053("CP-10(4)"), .soc2("A1.3")]
            + Standard.objectives,
        field: "objectives.rto",
        // A database without a drill has nothing to compare: drill-current reports it.
        isJudged: { $0.recoveryTimes.map { $0.value != [] } ?? false },
        required: { $0.context.policy.drill == nil ? nil : $0.context.policy.objectives.rto },
        observed: { subject in
            subject.recoveryTimes?.map { $0.last ?? 0 } ?? .unavailable(.notCollected("evidence"))
        },
        satisfies: { milliseconds, rto in milliseconds <= rto.seconds * 1_000 },
        showRequired: { "at most \($0.shown)" },
        showObserved: { ElapsedText.of(milliseconds: $0) },
        remedy: { _, _ in
            .procedure("Shorten the recovery (more --jobs, a faster server), or agree on another RTO.")
        }
    )
}

extension SelfManagedSubject {
    /// Its kept drills; nil when evidence was not read. The chain is the policy's own, so that a name is enough.
    var drills: Collected<[DrillProof]>? {
        context.inventory.drills?.map { proofs in
            proofs.filter { $0.database.isOutsideRDS && $0.database.id == policy.database }
        }
    }

    /// What they come to.
    var lastDrill: Collected<LastDrill> {
        guard let drills else { return .unavailable(.notCollected("evidence")) }
        return drills.map { LastDrill($0, now: context.now) }
    }

    /// In milliseconds, oldest drill first; nil when evidence was not read.
    fileprivate var recoveryTimes: Collected<[Int]>? {
        drills?.map { proofs in proofs.sorted { $0.at < $1.at }.compactMap(\.recoveryTime) }
    }
}
