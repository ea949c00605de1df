package import AWSCore
package import RecoveryModel

extension EvidenceStore {
    /// How the name of a countersignature begins, in the folder of its record; the first letters of the key's id follow.
    private static let countersignature = "countersignature-"

    /// Signs the end of a policy's chain as a second party, after it has been shown to them that nothing was changed.
    ///
    /// - Parameters:
    ///   - second: The second party's own key, not one that signs the evidence.
    ///   - trust: What the second party knows of the evidence: its keys or anchors. Without any, nothing would be proven
    ///     to them.
    /// - Returns: The anchor that was signed; nil when this key has signed it before.
    /// - Throws: `EvidenceFailure` when they must not sign, `ClientError`, `CancellationError`.
    package func countersign(
        _ policy: String, with second: Ed25519PrivateKey, by trust: EvidenceTrust, at now: Instant
    ) async throws -> EvidenceAnchor? {
        let key = try second.publicKey().id()
        let chain = try await chain(of: policy)
        if let obstacle = chain.obstacle(toCountersigningWith: key) {
            throw EvidenceFailure(place: place, reason: obstacle)
        }
        let verification = try await verify(chain, by: trust, at: now)
        guard verification.verdict == .unchanged, let anchor = verification.head?.anchor else {
            let reason = verification.findings.first.map { "\($0)" } ?? "no key or anchor of theirs proves it"
            throw EvidenceFailure(
                place: place, reason: "the evidence of \(policy) is \(verification.verdict.rawValue): \(reason)")
        }
        var countersignature = Countersignature(anchor, at: now)
        countersignature.signature = try second.signature(of: countersignature.signedText())
        let name = "\(policy)/\(Self.padded(anchor.count))/\(Self.countersignature)\(key.prefix(16)).json"
        let bytes = Array(try countersignature.canonical().utf8)
        return try await storage.write(bytes, to: name, exclusively: true) ? anchor : nil
    }

    /// What the countersignatures of a chain prove to somebody who trusts these second parties.
    func countersignatures(of chain: EvidenceChain, by second: EvidenceTrust) async throws -> ChainWitness {
        var stored: [(name: String, bytes: [UInt8])] = []
        for name in try await storage.names(prefix: chain.policy + "/") {
            guard name.split(separator: "/").last?.hasPrefix(Self.countersignature) == true,
                let bytes = try await storage.read(name)
            else { continue }
            stored.append((name, bytes))
        }
        return chain.countersigned(by: stored, trust: second)
    }
}
