/// What others than its writer say about a chain: that a record, and with it every record before it, existed at a time that no
/// clock of ours decides.
package struct ChainWitness: Hashable, Sendable {
    /// Who says it.
    package enum Kind: Hashable, Sendable {
        /// A time stamp authority (RFC 3161).
        case timestamp
        /// A second party's key.
        case countersignature

        package var noun: String { self == .timestamp ? "timestamp" : "countersignature" }
        package var participle: String { self == .timestamp ? "stamped" : "countersigned" }
        /// The verb of `drctl evidence` that makes one.
        package var verb: String { self == .timestamp ? "timestamp" : "countersign" }
    }

    /// What stands beside a record.
    package struct Mark: Hashable, Sendable {
        package var sequence: Int
        /// When the record existed; nil when the mark proves nothing.
        package var at: Instant?
        /// Why it proves nothing.
        package var problem: String?

        package init(sequence: Int, at: Instant?, problem: String? = nil) {
            self.sequence = sequence
            self.at = at
            self.problem = problem
        }
    }

    package var kind: Kind
    /// The mark of the newest record that has a valid one; nil without any.
    package var newest: Mark?
    package var findings: [EvidenceChain.Finding]
}

extension EvidenceChain {
    /// Judges the chain by such marks: what they do not cover, and what says a time that they contradict.
    package func judged(by marks: [ChainWitness.Mark], of kind: ChainWitness.Kind) -> ChainWitness {
        // Of several marks of a record the earliest proves the most, and one that proves nothing is a finding all the same.
        let marked = Dictionary(grouping: marks, by: \.sequence)
        var findings: [Finding] = []
        var newest: ChainWitness.Mark?
        for link in links {
            let said = try? SignedEvidence(bytes: link.bytes).envelope.at
            if let said, let before = newest, let at = before.at, !at.hasPassed(at: said) {
                findings.append(
                    Finding(
                        link.sequence, .changed,
                        "it says that it is of \(said), and record \(before.sequence) before it was "
                            + "\(kind.participle) at \(at)"))
            }
            for mark in marked[link.sequence] ?? [] where mark.at == nil {
                let problem = "its \(kind.noun) proves nothing: \(mark.problem ?? "unreadable")"
                findings.append(Finding(link.sequence, .changed, problem))
            }
            guard let at = (marked[link.sequence] ?? []).compactMap(\.at).min() else { continue }
            if let said, !said.hasPassed(at: at) {
                findings.append(
                    Finding(
                        link.sequence, .changed,
                        "it says that it is of \(said), and was \(kind.participle) before, at \(at)"))
            }
            newest = ChainWitness.Mark(sequence: link.sequence, at: at)
        }
        let open = links.map(\.sequence).filter { $0 > newest?.sequence ?? 0 }
        if let first = open.first, let last = open.last {
            let which = first == last ? "record \(first)" : "records \(first) to \(last)"
            findings.append(
                Finding(0, .unproven, "no \(kind.noun) covers \(which): run `drctl evidence \(kind.verb)`"))
        }
        return ChainWitness(kind: kind, newest: newest, findings: findings)
    }
}
