package import RecoveryModel

extension EffectiveObjective {
    /// Of every database that has backups of its own, the worst first. A database that could not be seen is there, and
    /// unknown.
    package static func all(_ context: ControlContext) -> [EffectiveObjective] {
        let subjects = context.selections.flatMap { selection in
            selection.databases.map {
                DatabaseSubject(context: context, entry: selection.entry, policy: selection.policy, database: $0)
            }
        }
        var seen: Set<String> = []
        // Two entries can select one database.
        let own = subjects.filter { !$0.isBackedUpBySource && seen.insert($0.database.arn).inserted }
        return (own.map(EffectiveObjective.init) + context.selfManagedSubjects.map(EffectiveObjective.init))
            .sorted { $0.isWorse(than: $1) }
    }

    private init(_ subject: SelfManagedSubject) {
        let policy = subject.context.policy
        self.init(
            database: subject.resource, agreed: policy.objectives, loss: subject.recoveryPointAge,
            proof: RecoveryProof.collected(subject.drills, of: policy, within: policy.drill?.every, subject.context))
    }

    private init(_ subject: DatabaseSubject) {
        let policy = subject.context.policy
        self.init(
            database: subject.resource, agreed: policy.objectives, loss: subject.recoveryPointAge,
            proof: subject.recoveryProof(within: policy.drill?.every))
    }
}

extension DatabaseSubject {
    /// What its kept drills show.
    ///
    /// - Parameter every: How old the proof may be; nil where the policy asks for no regular drill.
    fileprivate func recoveryProof(within every: TimeSpan?) -> Collected<RecoveryProof> {
        RecoveryProof.collected(drills, of: context.policy, within: every, context)
    }
}

extension RecoveryProof {
    /// What the kept drills of one database show; nil of evidence that was not read.
    fileprivate static func collected(
        _ drills: Collected<[DrillProof]>?, of policy: RecoveryPolicy, within every: TimeSpan?,
        _ context: ControlContext
    ) -> Collected<RecoveryProof> {
        // Without a drill in the policy there is no evidence to read: nothing is proven, and nothing was missed.
        guard policy.drill != nil else { return .known(RecoveryProof()) }
        guard let drills else { return .unavailable(.notCollected("evidence")) }
        return drills.map { proofs in
            let last = LastDrill(proofs, now: context.now)
            // A drill of the future proves nothing of now.
            let newest = proofs.filter { $0.recoveryTime != nil && $0.at.hasPassed(at: context.now) }
                .max { $0.at < $1.at }
            let age = newest.map { context.age(of: $0.at) }
            return RecoveryProof(
                recoveryTime: newest?.recoveryTime, at: newest?.at, failedSince: last.failedSince,
                isOutOfDate: age.map { age in every.map { age > $0.seconds } ?? false } ?? false)
        }
    }
}
