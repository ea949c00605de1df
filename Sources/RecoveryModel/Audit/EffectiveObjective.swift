/// What recovering one database would come to right now, beside what was agreed to.
package struct EffectiveObjective: Sendable, Equatable {
    /// How one objective, or a database as a whole, stands; the worst first.
    package enum Standing: String, Sendable, CaseIterable, Comparable {
        case breached
        /// It could not be seen.
        case unknown
        /// No verified drill shows it, or none that is young enough.
        case unproven
        case met

        package static func < (left: Standing, right: Standing) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    package var database: ResourceReference
    package var agreed: Objectives
    /// In seconds, of the newest recovery point of any kind: what would be lost. Nil when nothing can be restored.
    package var loss: Collected<Int?>
    /// What verified evidence of drills shows; unavailable when it could not be read or believed.
    package var proof: Collected<RecoveryProof>

    package init(
        database: ResourceReference, agreed: Objectives, loss: Collected<Int?>, proof: Collected<RecoveryProof>
    ) {
        self.database = database
        self.agreed = agreed
        self.loss = loss
        self.proof = proof
    }

    /// Of the recovery point objective.
    package var rpo: Standing {
        guard case .known(let loss) = loss else { return .unknown }
        return loss.map { $0 <= agreed.rpo.seconds ? .met : .breached } ?? .breached
    }

    /// Of the recovery time objective.
    package var rto: Standing {
        guard case .known(let proof) = proof else { return .unknown }
        if proof.failedSince != nil { return .breached }
        guard let time = proof.recoveryTime else { return .unproven }
        if time > agreed.rto.seconds * 1_000 { return .breached }
        return proof.isOutOfDate ? .unproven : .met
    }

    /// The worse of both.
    package var standing: Standing { min(rpo, rto) }

    /// How many times the agreed loss and time are reached or exceeded, the greater of both: it ranks what stands alike.
    private var strain: Double {
        let loss = loss.value.map { $0.map(Double.init) ?? .infinity } ?? 0
        let time = (proof.value?.recoveryTime).map { Double($0) / 1_000 } ?? 0
        return max(loss / Double(max(1, agreed.rpo.seconds)), time / Double(max(1, agreed.rto.seconds)))
    }

    /// Whether it comes before another in a list that begins with the worst.
    package func isWorse(than other: EffectiveObjective) -> Bool {
        if standing != other.standing { return standing < other.standing }
        if strain != other.strain { return strain > other.strain }
        return (database.kind, database.name) < (other.database.kind, other.database.name)
    }
}

/// What the drills of one database have shown about the time that recovery takes.
package struct RecoveryProof: Sendable, Equatable {
    /// In milliseconds, of the newest drill whose data was verified; nil when there is none.
    package var recoveryTime: Int?
    /// When that drill ended.
    package var at: Instant?
    /// When a later drill showed that recovery does not work.
    package var failedSince: Instant?
    /// Whether the policy asks for a younger one.
    package var isOutOfDate: Bool

    package init(recoveryTime: Int? = nil, at: Instant? = nil, failedSince: Instant? = nil, isOutOfDate: Bool = false) {
        self.recoveryTime = recoveryTime
        self.at = at
        self.failedSince = failedSince
        self.isOutOfDate = isOutOfDate
    }
}
