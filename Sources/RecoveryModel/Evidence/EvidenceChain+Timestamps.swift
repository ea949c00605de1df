/// What an authority's time stamps say about a chain (RFC 3161): that a record, and with it every record before it, existed at
/// a time that no clock of ours decides.
package struct ChainTimestamps: Hashable, Sendable {
    /// A stamp beside a record.
    package struct Stamp: Hashable, Sendable {
        package var sequence: Int
        /// When the record existed; nil when the stamp proves nothing.
        package var at: Instant?
        /// Why it proves nothing.
        package var problem: String?

        package init(sequence: Int, at: Instant?, problem: String? = nil) {
            self.sequence = sequence
            self.at = at
            self.problem = problem
        }
    }

    /// The stamp of the newest record that has a valid one; nil without any.
    package var newest: Stamp?
    package var findings: [EvidenceChain.Finding]
}

extension EvidenceChain {
    /// Judges the chain by its stamps: what they do not cover, and what says a time that they contradict.
    package func judged(by stamps: [ChainTimestamps.Stamp]) -> ChainTimestamps {
        let stamped = Dictionary(stamps.map { ($0.sequence, $0) }) { first, _ in first }
        var findings: [Finding] = []
        var newest: ChainTimestamps.Stamp?
        for link in links {
            let said = try? SignedEvidence(bytes: link.bytes).envelope.at
            if let said, let before = newest, let at = before.at,
                said.adding(seconds: Self.clockTolerance) < at
            {
                findings.append(
                    Finding(
                        link.sequence, .changed,
                        "it says that it is of \(said), and record \(before.sequence) before it was stamped at \(at)"))
            }
            guard let stamp = stamped[link.sequence] else { continue }
            guard let at = stamp.at else {
                findings.append(
                    Finding(link.sequence, .changed, "its timestamp proves nothing: \(stamp.problem ?? "unreadable")"))
                continue
            }
            if let said, said > at.adding(seconds: Self.clockTolerance) {
                findings.append(
                    Finding(link.sequence, .changed, "it says that it is of \(said), and was stamped before, at \(at)"))
            }
            newest = stamp
        }
        let open = links.map(\.sequence).filter { $0 > newest?.sequence ?? 0 }
        if let first = open.first, let last = open.last {
            let which = first == last ? "record \(first)" : "records \(first) to \(last)"
            findings.append(Finding(0, .unproven, "no timestamp covers \(which): run `drctl evidence timestamp`"))
        }
        return ChainTimestamps(newest: newest, findings: findings)
    }
}
