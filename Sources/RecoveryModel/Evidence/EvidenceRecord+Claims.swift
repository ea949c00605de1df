extension EvidenceRecord {
    /// What a record says that its envelope has to agree with: otherwise a record of today could claim to be of next year.
    private struct Claims {
        /// What the record is of, after `its`.
        var noun: String
        /// The chain that it belongs to.
        var chain: String
        /// When it began and ended; nil of what says no time beside the envelope's.
        var times: (start: Instant, end: Instant)?
    }

    /// Nil of a rotation, which says only which key follows which.
    private var claims: Claims? {
        switch self {
        case .drill(let drill):
            Claims(noun: "drill", chain: drill.policy, times: (drill.startedAt, drill.endedAt))
        case .recovery(let recovery):
            Claims(noun: "recovery", chain: recovery.policy, times: (recovery.startedAt, recovery.endedAt))
        case .rollback(let rollback):
            Claims(noun: "rollback", chain: rollback.policy, times: (rollback.at, rollback.at))
        case .alarmTest(let test):
            Claims(noun: "test of alarms", chain: test.policy, times: (test.startedAt, test.endedAt))
        case .inventory(let inventory):
            Claims(noun: "inventory", chain: KeptInventory.chain(of: inventory.policy), times: nil)
        case .rotation: nil
        }
    }

    /// Where the record contradicts its envelope: it ended after it was stored or before it began, or belongs to another chain.
    func contradictions(of envelope: EvidenceEnvelope) -> [String] {
        guard let claims else { return [] }
        var problems: [String] = []
        if let (start, end) = claims.times, !end.hasPassed(at: envelope.at) || start > end {
            problems.append("its \(claims.noun) has impossible times (\(end.shown))")
        }
        if claims.chain != envelope.policy { problems.append("its \(claims.noun) is of policy \(claims.chain)") }
        return problems
    }
}
