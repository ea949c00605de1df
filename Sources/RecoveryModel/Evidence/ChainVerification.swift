/// What a chain of evidence proves at a moment, to somebody who trusts certain keys and anchors.
package struct ChainVerification: Hashable, Sendable {
    /// The conclusion, the worst first.
    package enum Verdict: String, Sendable {
        case changed
        /// Nothing shows a change, and nothing shows that there was none.
        case unproven
        /// Records and head agree, which somebody who rewrites the whole folder can achieve as well.
        case consistent
        /// Proven by signatures, by an anchor of the last record, or by a second party's signature of it.
        case unchanged
    }

    package var policy: String
    package var records: Int
    /// The time of the newest readable record.
    package var newest: Instant?
    /// An intact chain has none.
    package var findings: [EvidenceChain.Finding]
    /// True when signatures were checked.
    package var checksSignatures: Bool
    /// True when an anchor names the last record: its digest covers all records before it.
    package var isAnchored: Bool
    /// The first record that is signed; nil when none is, or signatures were not checked.
    package var firstSigned: Int?
    /// The head as it is stored, if it can be read.
    package var head: EvidenceHead?
    /// The newest record that an authority has stamped; nil when stamps were not checked, or none was found.
    package var stamped: ChainWitness.Mark?
    /// The newest record that a trusted second party has signed; nil when those were not checked, or none was found.
    package var countersigned: ChainWitness.Mark?

    package init(
        policy: String, records: Int, newest: Instant? = nil, findings: [EvidenceChain.Finding],
        checksSignatures: Bool, isAnchored: Bool, firstSigned: Int? = nil, head: EvidenceHead? = nil
    ) {
        self.policy = policy
        self.records = records
        self.newest = newest
        self.findings = findings
        self.checksSignatures = checksSignatures
        self.isAnchored = isAnchored
        self.firstSigned = firstSigned
        self.head = head
    }

    package var verdict: Verdict {
        if findings.contains(where: { $0.weight == .changed }) { return .changed }
        if !findings.isEmpty { return .unproven }
        let isProven = checksSignatures || isAnchored || countersigned != nil
        return records > 0 && isProven ? .unchanged : .consistent
    }

    /// Why records of the chain must not be believed; empty when those from `firstProven` on can be.
    package var doubts: [EvidenceChain.Finding] { findings.filter { $0.weight != .unsigned } }

    /// The first record that can be believed when there are no doubts.
    package var firstProven: Int { checksSignatures ? firstSigned ?? .max : 1 }
}
