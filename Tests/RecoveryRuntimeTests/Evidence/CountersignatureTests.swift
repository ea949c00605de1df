import AWSCore
import RecoveryModel
import Testing

@testable import RecoveryRuntime

/// Evidence against somebody who can write all of it and has the key that signs it, by the signature of a second party.
@Suite struct CountersignatureTests {
    private static let now = Instant(seconds: 1_000)
    private let key: Ed25519PrivateKey
    private let auditor: Ed25519PrivateKey

    init() throws { (key, auditor) = (try Ed25519PrivateKey(), try Ed25519PrivateKey()) }

    private var writer: EvidenceTrust { get throws { .keys([try key.publicKey()]) } }
    private var second: EvidenceTrust { get throws { .keys([try auditor.publicKey()]) } }

    private func add(_ number: Int, to store: EvidenceStore, policy: String = "kb") async throws {
        try await ShortRecord.add(
            number == 3 ? "notVerified" : "verified", to: store, policy: policy, at: Drilled.storedAt(number))
    }

    /// A chain of three records that the auditor has signed, with its earlier heads.
    private func written() async throws -> (files: [String: [UInt8]], heads: [[UInt8]]) {
        let storage = MemoryEvidence()
        let store = EvidenceStore(storage: storage, key: key)
        var heads: [[UInt8]] = []
        for number in 1...3 {
            try await add(number, to: store)
            heads.append(try #require(storage.content["kb/head.json"]))
        }
        let anchor = try await store.countersign("kb", with: auditor, by: writer, at: Drilled.storedAt(3))
        #expect(anchor?.count == 3)
        return (storage.content, heads)
    }

    private func witness(_ files: [String: [UInt8]]) async throws -> ChainWitness {
        try await witness(files, of: "kb", by: second)
    }

    private func witness(
        _ files: [String: [UInt8]], of policy: String, by second: EvidenceTrust
    ) async throws -> ChainWitness {
        let store = EvidenceStore(storage: MemoryEvidence(files), key: nil)
        return try await store.countersignatures(of: try await store.chain(of: policy), by: second)
    }

    /// The verdict of somebody who trusts both keys.
    private func verdict(_ files: [String: [UInt8]]) async throws -> ChainVerification.Verdict {
        let store = EvidenceStore(storage: MemoryEvidence(files), key: nil)
        let witnesses = EvidenceWitnesses(authorities: nil, secondParties: try second)
        return try await store.verify("kb", by: writer, and: witnesses, at: Self.now).verdict
    }

    @Test func `a countersigned chain is unchanged, and what is added later is not covered until it is signed`()
        async throws
    {
        let (files, _) = try await written()
        #expect(try await verdict(files) == .unchanged)
        #expect(try await witness(files).newest?.sequence == 3)
        let storage = MemoryEvidence(files)
        let store = EvidenceStore(storage: storage, key: key)
        #expect(try await store.countersign("kb", with: auditor, by: writer, at: Self.now) == nil)
        try await add(4, to: store)
        #expect(
            try await witness(storage.content).findings.map(\.description)
                == ["no countersignature covers record 4: run `drctl evidence countersign`"])
        #expect(try await verdict(storage.content) == .unproven)
        _ = try await store.countersign("kb", with: auditor, by: writer, at: Self.now)
        #expect(try await verdict(storage.content) == .unchanged)
    }

    @Test func `who writes the evidence, with its key, cannot change it unnoticed in any two steps`() async throws {
        let (files, heads) = try await written()
        let foreign = MemoryEvidence()
        for number in 1...3 { try await add(number, to: EvidenceStore(storage: foreign, key: key), policy: "orders") }
        let name = try #require(files.keys.first { $0.contains("countersignature") })
        let all = try Tampering.all(heads: heads, foreign: foreign.content, attacker: key)
        var tried: Set = [files]
        for first in all {
            for last in all {
                for keepsSignature in [true, false] {
                    var changed = files
                    first.change(&changed)
                    last.change(&changed)
                    if !keepsSignature { changed[name] = nil }
                    guard tried.insert(changed).inserted else { continue }
                    let found = try await verdict(changed)
                    #expect([.changed, .unproven].contains(found), "\(first), then \(last): \(found)")
                }
            }
        }
        #expect(tried.count > 1_000)
    }

    @Test func `a whole chain made anew with the key that signs it is found by the countersignature alone`()
        async throws
    {
        let (files, _) = try await written()
        let storage = MemoryEvidence()
        let forger = EvidenceStore(storage: storage, key: key)
        for number in [1, 2, 4] { try await add(number, to: forger) }
        #expect(try await forger.verify("kb", by: writer, at: Self.now).verdict == .unchanged)
        var forged = storage.content
        for (name, bytes) in files where name.contains("countersignature") { forged[name] = bytes }
        #expect(
            try await witness(forged).findings.first?.description.hasPrefix(
                "record 3: its countersignature proves nothing: the record is not the one that was signed") == true)
        forged["kb/00000003/record.json"] = nil
        #expect(
            try await witness(forged).findings.first?.description.hasPrefix(
                "the chain ends at record 2, and record 3 was countersigned at") == true)
    }

    @Test func `a countersignature counts only as it was signed, for its policy, by a key that is trusted`()
        async throws
    {
        let (files, _) = try await written()
        let name = try #require(files.keys.first { $0.contains("countersignature") })
        let text = String(decoding: files[name] ?? [], as: UTF8.self)
        for (what, changed) in [
            ("another count", text.replacing("\"count\":3", with: "\"count\":2")),
            ("another time", text.replacing("\"at\":\"1970", with: "\"at\":\"1971")),
            ("cut", String(text.dropLast(9))),
            ("a newer version", text.replacing("\"version\":1", with: "\"version\":2")),
            ("a head", text.replacing("countersignature\"", with: "head\"")),
        ] {
            #expect(changed != text, "\(what)")
            var edited = files
            edited[name] = Array(changed.utf8)
            #expect(try await witness(edited).findings.contains { $0.weight == .changed }, "\(what)")
        }
        // Somebody else's is nobody's here.
        let stranger = EvidenceTrust.keys([try Ed25519PrivateKey().publicKey()])
        #expect(
            try await witness(files, of: "kb", by: stranger).findings.map(\.weight) == [.unproven])
        var moved = files
        moved["orders/00000003/" + (name.split(separator: "/").last ?? "")] = files[name]
        #expect(
            try await witness(moved, of: "orders", by: second).findings.map(\.description)
                .contains { $0.hasSuffix("is of policy kb") })
    }

    @Test func `the key that signs the evidence is no second party, whoever names it as one`() async throws {
        var (files, _) = try await written()
        var own = Countersignature(
            try #require(EvidenceHead(bytes: files["kb/head.json"] ?? []).anchor), at: Drilled.storedAt(3))
        own.signature = try key.signature(of: own.signedText())
        files["kb/00000003/countersignature-own.json"] = Array(try own.canonical().utf8)
        let alone = try await witness(files, of: "kb", by: writer)
        #expect(alone.newest == nil && alone.findings.allSatisfy { $0.weight == .unproven })
        #expect(alone.findings.first?.problem.contains("a second party has a key of its own") == true)
    }

    @Test func `only what is proven unchanged is countersigned, by a key that signs no evidence`() async throws {
        var (files, _) = try await written()
        files = files.filter { !$0.key.contains("countersignature") }
        func refusal(
            _ files: [String: [UInt8]], _ signer: Ed25519PrivateKey, _ trust: EvidenceTrust
        ) async throws -> String? {
            let storage = MemoryEvidence(files)
            do {
                _ = try await EvidenceStore(storage: storage, key: nil).countersign(
                    "kb", with: signer, by: trust, at: Self.now)
            } catch let failure as EvidenceFailure {
                #expect(storage.content == files)
                return failure.reason
            }
            return nil
        }
        #expect(try await refusal(files, auditor, writer) == nil)
        #expect(try await refusal(files, key, writer)?.contains("a second party has a key of its own") == true)
        #expect(try await refusal(files, auditor, .nobody)?.contains("consistent: no key or anchor") == true)
        #expect(try await refusal([:], auditor, writer)?.contains("no record to sign") == true)
        files["kb/00000002/record.json"] = nil
        #expect(try await refusal(files, auditor, writer)?.contains("is changed: ") == true)
    }
}
