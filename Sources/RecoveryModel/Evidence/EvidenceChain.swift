import Digests
import FoundationEssentials

/// Verifies a policy's evidence offline: no record was edited, deleted, reordered or truncated.
package enum EvidenceChain {
    /// A stored record: its position and its bytes.
    package struct Link: Hashable, Sendable {
        package var sequence: Int
        package var bytes: [UInt8]

        package init(sequence: Int, bytes: [UInt8]) {
            self.sequence = sequence
            self.bytes = bytes
        }
    }

    /// The store's note of its newest record, kept separately so that deleting the newest record is detected.
    package struct Head: Hashable, Sendable, Codable {
        package var sequence: Int
        /// SHA-256 of the newest record's bytes.
        package var digest: String
        /// Over `sequence:digest`.
        package var signature: SignedEvidence.Signature?

        package init(sequence: Int, digest: String, signature: SignedEvidence.Signature? = nil) {
            self.sequence = sequence
            self.digest = digest
            self.signature = signature
        }

        /// The text that is signed.
        package var signedText: String { "\(sequence):\(digest)" }
    }

    /// A deviation from what was written.
    package struct Finding: Hashable, Sendable, Codable, CustomStringConvertible {
        /// Zero when it is about the chain as a whole.
        package var sequence: Int
        package var problem: String
        package init(sequence: Int, problem: String) {
            self.sequence = sequence
            self.problem = problem
        }

        package var description: String { sequence == 0 ? problem : "record \(sequence): \(problem)" }
    }

    /// All deviations of a chain; an intact chain has none.
    ///
    /// - Parameter isSigned: Whether a signature is valid for a text; nil when no key is available, so that signatures
    ///   are not checked.
    package static func findings(
        policy: String, links: [Link], head: Head?,
        isSigned: ((_ text: String, SignedEvidence.Signature?) -> Bool)?
    ) -> [Finding] {
        var findings: [Finding] = []
        var previous = EvidenceEnvelope.origin
        var lastTime: Instant?
        for (index, link) in links.sorted(by: { $0.sequence < $1.sequence }).enumerated() {
            func report(_ problem: String) { findings.append(Finding(sequence: link.sequence, problem: problem)) }
            if link.sequence != index + 1, index == 0 || links.count < link.sequence {
                report("preceded by a gap")
            }
            let digest = SHA256.hex(link.bytes)
            defer { previous = digest }
            guard let stored = decoded(link.bytes) else {
                report("cannot be read: truncated or damaged")
                continue
            }
            let envelope = stored.envelope
            if (try? stored.canonical()) != String(decoding: link.bytes, as: UTF8.self) {
                report("not in canonical form")
            }
            if envelope.policy != policy { report("belongs to policy \(envelope.policy)") }
            if envelope.sequence != link.sequence { report("claims to be record \(envelope.sequence)") }
            if envelope.previous != previous {
                report("does not follow the record before it: one of them was changed")
            }
            if let lastTime, envelope.at < lastTime { report("older than the record before it") }
            lastTime = envelope.at
            if let isSigned, let text = try? envelope.canonical(), !isSigned(text, stored.signature) {
                report(stored.signature == nil ? "not signed" : "invalid signature")
            }
        }
        return findings + headFindings(links: links, head: head, newest: previous, isSigned: isSigned)
    }

    private static func headFindings(
        links: [Link], head: Head?, newest: String,
        isSigned: ((_ text: String, SignedEvidence.Signature?) -> Bool)?
    ) -> [Finding] {
        let last = links.map(\.sequence).max() ?? 0
        guard let head else {
            // A process killed between the first record and the head leaves this; drctl never leaves more than one.
            return last <= 1 ? [] : [Finding(sequence: 0, problem: "the head is missing")]
        }
        var findings: [Finding] = []
        if let isSigned, !isSigned(head.signedText, head.signature) {
            findings.append(Finding(sequence: 0, problem: "the head has an invalid signature"))
        }
        if head.sequence > last {
            findings.append(
                Finding(
                    sequence: 0, problem: "the chain ends at record \(last), but its head names record \(head.sequence)"
                ))
        } else if head.sequence == last, head.digest != newest {
            findings.append(Finding(sequence: last, problem: "not the one that the head names"))
        } else if head.sequence < last - 1 {
            findings.append(
                Finding(sequence: 0, problem: "the head is older than the chain: it was replaced by an earlier one"))
        }
        return findings
    }

    private static func decoded(_ bytes: [UInt8]) -> SignedEvidence? {
        try? JSONDecoder().decode(SignedEvidence.self, from: Data(bytes))
    }
}
