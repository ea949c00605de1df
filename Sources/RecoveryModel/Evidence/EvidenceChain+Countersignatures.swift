import Digests

extension EvidenceChain {
    /// Why a second party's signature under this chain would prove nothing; nil when it would prove something.
    ///
    /// - Parameter key: The id of the second party's key.
    package func obstacle(toCountersigningWith key: String) -> String? {
        guard !links.isEmpty else { return "policy \(policy) has no record to sign" }
        return signers.contains(key) ? Self.isNoSecondParty(key) : nil
    }

    /// The ids of the keys that sign records, whether they are trusted or not.
    private var signers: Set<String> {
        Set(
            links.compactMap { try? SignedEvidence(bytes: $0.bytes) }.flatMap {
                [$0.signature?.key, $0.cosignature?.key].compactMap(\.self)
            })
    }

    private static func isNoSecondParty(_ key: String) -> String {
        "key \(key.prefix(16)) signs the evidence itself: a second party has a key of its own"
    }

    /// Judges the chain by the signatures of second parties under it.
    ///
    /// - Parameters:
    ///   - stored: Whatever lies beside the records as a countersignature, by its name. Those of keys that are not trusted
    ///     here say nothing.
    ///   - trust: Whose signatures count.
    package func countersigned(by stored: [(name: String, bytes: [UInt8])], trust: EvidenceTrust) -> ChainWitness {
        let digests = Dictionary(links.map { ($0.sequence, SHA256.hex($0.bytes)) }) { first, _ in first }
        let last = links.last?.sequence ?? 0
        let own = signers.intersection(trust.keys.keys).sorted()
        var marks: [ChainWitness.Mark] = []
        var findings = own.map { Finding(0, .unproven, Self.isNoSecondParty($0)) }
        for (name, bytes) in stored {
            guard let said = try? Countersignature(bytes: bytes), said.version <= Countersignature.currentVersion,
                let signature = said.signature, let text = try? said.signedText()
            else {
                findings.append(
                    Finding(0, .changed, "\(name) cannot be read: truncated, damaged or of a newer version"))
                continue
            }
            guard let pem = trust.keys[signature.key], !own.contains(signature.key) else { continue }
            let isValid = signature.algorithm == "Ed25519" && trust.isValid(signature.value, text, pem)
            guard isValid, said.policy == policy else {
                let problem = isValid ? "is of policy \(said.policy)" : "has an invalid signature"
                findings.append(Finding(0, .changed, "\(name) \(problem)"))
                continue
            }
            guard said.count <= last else {
                let problem =
                    "the chain ends at record \(last), and record \(said.count) was countersigned at \(said.at)"
                findings.append(Finding(0, .changed, problem))
                continue
            }
            let isSame = digests[said.count] == said.digest
            marks.append(
                ChainWitness.Mark(
                    sequence: said.count, at: isSame ? said.at : nil,
                    problem: isSame ? nil : "the record is not the one that was signed at \(said.at)"))
        }
        var witness = judged(by: marks, of: .countersignature)
        witness.findings = findings + witness.findings
        return witness
    }
}
