import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// As of databases of RDS.
    static let selfManagedDrill = drillCurrent(
        "self-managed.drill-current",
        required: { $0.context.policy.drill?.every },
        remedy: { subject in
            .procedure(
                "Run a drill and fix what it finds: drctl drill run --policy FILE --database \(subject.policy.database)."
            )
        }
    )

    /// As of databases of RDS.
    static let selfManagedRecoveryTime = recoveryTimeProven(
        "self-managed.rto-proven",
        remedy: "Shorten the recovery (more --jobs, a faster server), or agree on another RTO.")
}

extension SelfManagedSubject: DrilledSubject {
    /// Its kept drills; nil when evidence was not read. The chain is the policy's own, so that a name is enough.
    var drills: Collected<[DrillProof]>? {
        context.inventory.drills?.map { proofs in
            proofs.filter { $0.database.isOutsideRDS && $0.database.id == policy.database }
        }
    }
}
