/// The records in an evidence store, one entry each.
package struct EvidenceListing: Hashable, Sendable {
    /// One record, abridged.
    package struct Entry: Hashable, Sendable {
        package var policy: String
        package var sequence: Int
        package var drill: DrillID
        package var source: String
        package var startedAt: Instant
        package var verdict: DrillVerdict
        package var summary: String

        package init(policy: String, sequence: Int, record: DrillRecord) {
            self.policy = policy
            self.sequence = sequence
            drill = record.drill
            source = record.source
            startedAt = record.startedAt
            verdict = record.verdict
            summary = record.summary
        }
    }

    /// By policy, then number.
    package let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries.sorted { ($0.policy, $0.sequence) < ($1.policy, $1.sequence) }
    }
}

/// Whether an evidence store is as it was written.
package struct EvidenceVerification: Hashable, Sendable {
    /// One policy's chain.
    package struct Chain: Hashable, Sendable {
        package var policy: String
        package var records: Int
        /// An intact chain has none.
        package var findings: [EvidenceChain.Finding]

        package init(policy: String, records: Int, findings: [EvidenceChain.Finding]) {
            self.policy = policy
            self.records = records
            self.findings = findings
        }
    }

    package let chains: [Chain]
    /// False when no key was available to check signatures with.
    package let checksSignatures: Bool

    package init(_ chains: [Chain], checksSignatures: Bool) {
        self.chains = chains.sorted { $0.policy < $1.policy }
        self.checksSignatures = checksSignatures
    }

    package var isUnchanged: Bool { chains.allSatisfy(\.findings.isEmpty) }
}
