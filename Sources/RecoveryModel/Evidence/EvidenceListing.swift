/// The records in an evidence store, one entry each.
package struct EvidenceListing: Hashable, Sendable {
    /// One record, abridged.
    package struct Entry: Hashable, Sendable {
        /// What was done.
        package enum Kind: String, Sendable { case drill, recovery }

        package var policy: String
        package var sequence: Int
        package var kind: Kind
        package var drill: DrillID
        package var source: String
        package var startedAt: Instant
        package var verdict: DrillVerdict
        package var summary: String

        package init(policy: String, sequence: Int, record: DrillRecord) {
            self.policy = policy
            self.sequence = sequence
            kind = record.recovery == nil ? .drill : .recovery
            drill = record.drill
            source = record.source
            startedAt = record.startedAt
            verdict = record.verdict
            summary = record.summary
        }
    }

    /// One test of alarms, abridged.
    package struct AlarmTest: Hashable, Sendable {
        package var policy: String
        package var sequence: Int
        package var test: String
        package var startedAt: Instant
        /// The worst of its alarms; nil when it has tested none.
        package var outcome: AlarmTestRecord.Outcome?
        package var alarms: Int

        package init(policy: String, sequence: Int, record: AlarmTestRecord) {
            self.policy = policy
            self.sequence = sequence
            test = record.id
            startedAt = record.startedAt
            outcome = record.worst
            alarms = record.alarms.count
        }
    }

    /// By policy, then number.
    package let entries: [Entry]
    /// By policy, then number.
    package let alarmTests: [AlarmTest]
    /// What the chains that the records are in prove, by policy.
    package let chains: [ChainVerification]

    package init(_ entries: [Entry], alarmTests: [AlarmTest] = [], chains: [ChainVerification] = []) {
        self.alarmTests = alarmTests.sorted { ($0.policy, $0.sequence) < ($1.policy, $1.sequence) }
        self.entries = entries.sorted { ($0.policy, $0.sequence) < ($1.policy, $1.sequence) }
        self.chains = chains.sorted { $0.policy < $1.policy }
    }
}

/// Whether an evidence store is as it was written.
package struct EvidenceVerification: Hashable, Sendable {
    /// By policy.
    package let chains: [ChainVerification]

    package init(_ chains: [ChainVerification]) { self.chains = chains.sorted { $0.policy < $1.policy } }

    /// The worst of the chains; nil without any.
    package var verdict: ChainVerification.Verdict? {
        let order: [ChainVerification.Verdict] = [.changed, .unproven, .consistent, .unchanged]
        return order.first { verdict in chains.contains { $0.verdict == verdict } }
    }
}
