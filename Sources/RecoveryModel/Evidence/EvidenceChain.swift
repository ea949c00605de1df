import Digests
import FoundationEssentials

/// Checks a policy's evidence offline: nothing edited, removed, put in another order, or cut off.
package enum EvidenceChain {
    /// A stored link: its place and its bytes.
    package struct Link: Hashable, Sendable {
        package var sequence: Int
        package var bytes: [UInt8]

        package init(sequence: Int, bytes: [UInt8]) {
            self.sequence = sequence
            self.bytes = bytes
        }
    }

    /// What the store says of its newest link, kept apart from it so that removing the newest shows.
    package struct Head: Hashable, Sendable, Codable {
        package var sequence: Int
        /// SHA-256 of the newest link's bytes.
        package var digest: String
        /// Over `sequence:digest`.
        package var signature: SignedEvidence.Signature?

        package init(sequence: Int, digest: String, signature: SignedEvidence.Signature? = nil) {
            self.sequence = sequence
            self.digest = digest
            self.signature = signature
        }

        /// What its signature is made over.
        package var signedText: String { "\(sequence):\(digest)" }
    }

    /// Something that is not as it was written.
    package struct Finding: Hashable, Sendable, Codable, CustomStringConvertible {
        /// Zero when it is about the chain as a whole.
        package var sequence: Int
        package var problem: String
        package init(sequence: Int, problem: String) {
            self.sequence = sequence
            self.problem = problem
        }

        package var description: String { sequence == 0 ? problem : "link \(sequence): \(problem)" }
    }

    /// Everything that is wrong with a chain; nothing is a good chain.
    ///
    /// - Parameter isSignedBy: Whether a signature is good for a text; nil when no key is at hand, and signatures are
    ///   then not looked at.
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
                report("there is a gap before it")
            }
            let digest = SHA256.hex(link.bytes)
            defer { previous = digest }
            guard let stored = decoded(link.bytes) else {
                report("it cannot be read: cut off or damaged")
                continue
            }
            let envelope = stored.envelope
            if (try? stored.canonical()) != String(decoding: link.bytes, as: UTF8.self) {
                report("it is not canonical")
            }
            if envelope.policy != policy { report("it is of policy \(envelope.policy)") }
            if envelope.sequence != link.sequence { report("it says that it is link \(envelope.sequence)") }
            if envelope.previous != previous {
                report("it does not follow the link before it: one of them was changed")
            }
            if let lastTime, envelope.at < lastTime { report("it is older than the link before it") }
            lastTime = envelope.at
            if let isSigned, let text = try? envelope.canonical(), !isSigned(text, stored.signature) {
                report(stored.signature == nil ? "it is not signed" : "its signature is not good")
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
            // A kill between the first link and the head leaves this; more links without a head were not ours.
            return last <= 1 ? [] : [Finding(sequence: 0, problem: "the head is missing")]
        }
        var findings: [Finding] = []
        if let isSigned, !isSigned(head.signedText, head.signature) {
            findings.append(Finding(sequence: 0, problem: "the head's signature is not good"))
        }
        if head.sequence > last {
            findings.append(
                Finding(sequence: 0, problem: "the chain ends at link \(last), and its head knows \(head.sequence)"))
        } else if head.sequence == last, head.digest != newest {
            findings.append(Finding(sequence: last, problem: "it is not the one that the head knows"))
        } else if head.sequence < last - 1 {
            findings.append(Finding(sequence: 0, problem: "the head is older than the chain: it was put back"))
        }
        return findings
    }

    private static func decoded(_ bytes: [UInt8]) -> SignedEvidence? {
        try? JSONDecoder().decode(SignedEvidence.self, from: Data(bytes))
    }
}
