import Digests
import RecoveryModel
import Testing

/// A chain whose key is replaced by its third record, signed by a judge's own arithmetic.
@Suite("Keys along a chain")
struct RotatedChainTests {
    private static let now = Instant(seconds: 1_000)

    /// A key is its PEM text; a signature of a text by it is the digest of both.
    private static func id(_ pem: String) -> String { SHA256.hex(pem) }
    private static func value(_ pem: String, _ text: String) -> String { SHA256.hex("\(pem)\n\(text)") }

    private func trust(_ pems: String...) -> EvidenceTrust {
        let keys = Dictionary(uniqueKeysWithValues: pems.map { (Self.id($0), $0) })
        return EvidenceTrust(keys: keys) { Self.value($2, $1) == $0 }
    }

    /// What signs the records 1 to 5, what the rotation says, and who vouches for it.
    private struct Signing {
        var signers = ["old", "old", "old", "new", "new"]
        var rotation = KeyRotation(key: id("new"), pem: "new", previousKey: id("old"), previousPEM: "old")
        var cosigner: String? = "new"
        var kind = KeyRotation.kind
        var headSigner = "new"
        /// Records that the head counts.
        var headCount = 5
        var headAt = 5
        var version = EvidenceEnvelope.currentVersion
    }

    private func chain(_ change: (inout Signing) -> Void = { _ in }) throws -> EvidenceChain {
        var signing = Signing()
        change(&signing)
        var links: [EvidenceChain.Link] = []
        var digests = [EvidenceEnvelope.origin]
        for (index, signer) in signing.signers.enumerated() {
            let isRotation = index == 2
            var envelope = try EvidenceEnvelope(
                kind: isRotation ? signing.kind : ShortRecord.kind, policy: "kb", sequence: index + 1,
                previous: digests[index], at: Instant(seconds: index + 1), freshUntil: nil,
                record: isRotation
                    ? [
                        "key": .string(signing.rotation.key), "pem": .string(signing.rotation.pem),
                        "previousKey": .string(signing.rotation.previousKey),
                        "previousPEM": .string(signing.rotation.previousPEM),
                    ] : ShortRecord.body(index + 1, at: Instant(seconds: index + 1)))
            envelope.version = signing.version
            var record = SignedEvidence(envelope: envelope, signature: nil)
            let text = try envelope.canonical()
            if !signer.isEmpty { record.signature = .init(key: Self.id(signer), value: Self.value(signer, text)) }
            if isRotation, let cosigner = signing.cosigner {
                record.cosignature = .init(key: Self.id(cosigner), value: Self.value(cosigner, text))
            }
            let bytes = Array(try record.canonical().utf8)
            digests.append(SHA256.hex(bytes))
            links.append(.init(sequence: index + 1, bytes: bytes))
        }
        var head = EvidenceHead(
            policy: "kb", count: signing.headCount, digest: digests[signing.headCount],
            at: Instant(seconds: signing.headAt))
        head.signature = .init(
            key: Self.id(signing.headSigner), value: Self.value(signing.headSigner, try head.signedText()))
        return EvidenceChain(policy: "kb", links: links, head: Array(try head.canonical().utf8))
    }

    private func problems(
        by trust: EvidenceTrust? = nil, _ change: (inout Signing) -> Void = { _ in }
    ) throws -> [String] {
        try chain(change).verification(by: trust ?? self.trust("old"), at: Self.now).findings.map(\.description)
    }

    private func untrusted(_ pem: String) -> String {
        "signed by a key that is not trusted (\(Self.id(pem).prefix(16)))"
    }

    @Test func `the old key introduces the new one, and the new one vouches for the old`() throws {
        #expect(try problems() == [])
        #expect(try problems(by: trust("new")) == [])
        #expect(try problems(by: trust("old", "new")) == [])
        let verification = try chain().verification(by: trust("old"), at: Self.now)
        #expect(verification.verdict == .unchanged && verification.firstSigned == 1)
        #expect(verification.newest == Instant(seconds: 5) && verification.head?.count == 5)
    }

    @Test func `a key that was replaced signs nothing any more, neither record nor head`() throws {
        #expect(try problems { $0.signers[4] = "old" } == ["record 5: \(untrusted("old"))"])
        #expect(try problems { $0.headSigner = "old" } == ["the head: \(untrusted("old"))"])
        #expect(try problems { $0.signers[1] = "new" } == ["record 2: \(untrusted("new"))"], "not yet introduced")
    }

    @Test func `a rotation introduces a key only when both have signed it, and it names them`() throws {
        let consequences = [4, 5].map { "record \($0): \(untrusted("new"))" } + ["the head: \(untrusted("new"))"]
        let unsigned = ["record 3: introduces a key that did not sign it"] + consequences
        #expect(try problems { $0.cosigner = nil } == unsigned)
        #expect(try problems { $0.cosigner = "third" } == unsigned)
        #expect(try problems { $0.rotation.pem = "third" } == unsigned)
        #expect(
            try problems { $0.rotation.previousKey = Self.id("third") }
                == ["record 3: replaces a key that did not sign it"] + consequences)
        let other = "record 3: is of kind note, which this version of drctl does not know"
        #expect(try problems { $0.kind = "note" } == [other] + consequences, "no rotation at all")
    }

    @Test func `whoever trusts the new key alone believes nothing that it does not vouch for`() throws {
        let before = [1, 2, 3].map { "record \($0): \(untrusted("old"))" }
        #expect(try problems(by: trust("new")) { $0.cosigner = nil } == before)
        #expect(try problems(by: trust("new")) { $0.cosigner = "third" } == before)
        #expect(try problems(by: trust("third")).count == 6)
    }

    @Test func `records from before signing are unsigned, and one after a signed one was changed`() throws {
        func weights(_ change: (inout Signing) -> Void) throws -> [EvidenceChain.Finding.Weight] {
            try chain(change).verification(by: trust("old"), at: Self.now).findings.map(\.weight)
        }
        #expect(try weights { $0.signers[0] = "" } == [.unsigned])
        #expect(try weights { $0.signers[1] = "" } == [.changed])
        let first = try chain { $0.signers[0] = "" }.verification(by: trust("old"), at: Self.now).firstSigned
        #expect(first == 2)
    }

    @Test func `a head one behind is judged by the keys of its own record`() throws {
        let behind = "the head is one record behind: a process was stopped before it wrote it, or it is an earlier one"
        #expect(try problems { ($0.headCount, $0.headAt) = (4, 4) } == [behind])
        let atRotation: (inout Signing) -> Void = { signing in
            signing.signers.removeLast(2)
            (signing.headCount, signing.headAt) = (2, 2)
        }
        #expect(
            try problems {
                atRotation(&$0)
                $0.headSigner = "old"
            } == [behind])
        #expect(
            try problems {
                atRotation(&$0)
                $0.headSigner = "new"
            } == [behind, "the head: \(untrusted("new"))"])
        #expect(
            try problems { ($0.headCount, $0.headAt) = (3, 3) }
                == ["the head is older than the chain: it was replaced by an earlier one"])
    }

    @Test func `a head is no older than its last record, nor from the future`() throws {
        #expect(try problems { $0.headAt = 5 } == [])
        #expect(try problems { $0.headAt = 4 } == ["the head is older than the last record"])
        let limit = 1_000 + Int(EvidenceChain.clockTolerance)
        #expect(try problems { $0.headAt = limit } == [])
        #expect(
            try problems { $0.headAt = limit + 1 }.first?.hasPrefix("the time of the head is in the future (") == true)
    }

    @Test func `what a newer drctl wrote proves nothing yet`() throws {
        let findings = try problems { $0.version += 1 }
        #expect(findings == (1...5).map { "record \($0): written by a newer version of drctl" })
        #expect(
            try chain { $0.version += 1 }.verification(by: trust("old"), at: Self.now).verdict == .unproven)
    }
}
