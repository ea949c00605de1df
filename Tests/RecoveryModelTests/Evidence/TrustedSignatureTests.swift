import Digests
import RecoveryModel
import Testing

/// Signatures with a judge that knows one of them: how they count, not how they are computed.
@Suite("Signatures that count")
struct TrustedSignatureTests {
    private static let key = "k1"
    private static let trust = EvidenceTrust(keys: [key: "PEM"]) { signature, text, pem in
        signature == "by \(pem)" && !text.isEmpty
    }

    private static func signature(
        _ change: (inout SignedEvidence.Signature) -> Void = { _ in }
    ) -> SignedEvidence.Signature {
        var signature = SignedEvidence.Signature(key: key, value: "by PEM")
        change(&signature)
        return signature
    }

    /// A chain of two records and a head, all with this signature.
    private func chain(_ signature: SignedEvidence.Signature?) throws -> EvidenceChain {
        var links: [EvidenceChain.Link] = []
        var previous = EvidenceEnvelope.origin
        for number in 1...2 {
            let envelope = try ShortRecord.envelope(number, after: previous)
            let bytes = Array(try SignedEvidence(envelope: envelope, signature: signature).canonical().utf8)
            previous = SHA256.hex(bytes)
            links.append(.init(sequence: number, bytes: bytes))
        }
        var head = EvidenceHead(policy: "kb", count: 2, digest: previous, at: Instant(seconds: 2))
        head.signature = signature
        return EvidenceChain(policy: "kb", links: links, head: Array(try head.canonical().utf8))
    }

    private func verdict(_ change: (inout SignedEvidence.Signature) -> Void) throws -> ChainVerification.Verdict {
        try chain(Self.signature(change)).verification(by: Self.trust, at: Instant(seconds: 1_000)).verdict
    }

    @Test func `a chain whose records and head a trusted key signed is unchanged`() throws {
        #expect(try verdict { _ in } == .unchanged)
    }

    @Test func `a signature of another algorithm, value or key does not count`() throws {
        #expect(try verdict { $0.algorithm = "RSA" } != .unchanged)
        #expect(try verdict { $0.value = "by somebody" } != .unchanged)
        #expect(try verdict { $0.key = "k2" } != .unchanged)
        let unsigned = try chain(nil).verification(by: Self.trust, at: Instant(seconds: 1_000))
        #expect(unsigned.verdict != .unchanged)
    }

    @Test func `a second party's signature counts by the same rules`() throws {
        let chain = try chain(nil)
        let anchor = EvidenceAnchor(policy: "kb", count: 2, digest: SHA256.hex(chain.links[1].bytes))
        func findings(_ change: (inout SignedEvidence.Signature) -> Void) throws -> [String] {
            var countersignature = Countersignature(anchor, at: Instant(seconds: 3))
            countersignature.signature = Self.signature(change)
            let stored = [(name: "c1", bytes: Array(try countersignature.canonical().utf8))]
            return chain.countersigned(by: stored, trust: Self.trust).findings.map(\.description)
        }
        #expect(try findings { _ in } == [])
        #expect(try findings { $0.algorithm = "RSA" }.contains { $0.contains("c1 has an invalid signature") })
        #expect(try findings { $0.value = "by somebody" }.contains { $0.contains("c1 has an invalid signature") })
    }
}
