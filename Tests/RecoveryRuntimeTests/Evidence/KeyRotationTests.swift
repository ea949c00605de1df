import AWSCore
import RecoveryModel
import RecoveryRuntime
import Testing

@Suite struct KeyRotationTests {
    private let storage = MemoryEvidence()
    private static let now = Instant(seconds: 2_000)

    private func store(_ key: Ed25519PrivateKey?) -> EvidenceStore { EvidenceStore(storage: storage, key: key) }

    private func verdict(_ keys: Ed25519PrivateKey...) async throws -> ChainVerification.Verdict {
        let trust = EvidenceTrust.keys(try keys.map { try $0.publicKey() })
        return try await store(nil).reading(of: "kb", by: trust, at: Self.now).verification.verdict
    }

    @Test func `after two rotations each of the three keys verifies the whole chain, and no other`() async throws {
        let keys = try (0..<3).map { _ in try Ed25519PrivateKey() }
        for (index, key) in keys.enumerated() {
            try await Drilled.add(index * 2 + 1, to: store(key))
            guard index < 2 else { continue }
            _ = try await store(key).rotate("kb", to: keys[index + 1], at: Drilled.storedAt(index * 2 + 2))
        }
        for key in keys { #expect(try await verdict(key) == .unchanged) }
        #expect(try await verdict(keys[0], keys[2]) == .unchanged)
        #expect(try await verdict(Ed25519PrivateKey()) == .changed)
        let proven = try await store(nil).reading(
            of: "kb", by: .keys([try keys[2].publicKey()]), at: Self.now
        ).proven.value
        #expect(proven?.map(\.drill.rawValue) == ["drill-1", "drill-3", "drill-5"])
    }

    @Test func `a key that was replaced signs nothing any more`() async throws {
        let (old, new) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        try await Drilled.add(1, to: store(old))
        _ = try await store(old).rotate("kb", to: new, at: Drilled.storedAt(2))
        #expect(try await store(new).obstacleToSigning("kb") == nil)
        #expect(try await store(old).obstacleToSigning("kb") != nil)
        #expect(try await store(nil).obstacleToSigning("kb") != nil)
        try await Drilled.add(3, to: store(old))
        #expect(try await verdict(old) == .changed)
        #expect(try await verdict(new) == .changed)
    }

    @Test func `a key is not believed because a record introduces it`() async throws {
        let (old, attacker) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        try await Drilled.add(1, to: store(old))
        await #expect(throws: EvidenceFailure.self) {
            try await store(attacker).rotate("kb", to: attacker, at: Drilled.storedAt(2))
        }
        let rotation = KeyRotation(
            key: try attacker.publicKey().id(), pem: String(decoding: try attacker.publicKey().pem(), as: UTF8.self),
            previousKey: try old.publicKey().id(),
            previousPEM: String(decoding: try old.publicKey().pem(), as: UTF8.self))
        _ = try await store(attacker).add(
            rotation, kind: KeyRotation.kind, policy: "kb", at: Drilled.storedAt(2), freshUntil: nil, files: [:],
            cosigner: attacker)
        try await Drilled.add(3, to: store(attacker))
        #expect(try await verdict(old) == .changed)
    }

    @Test func `signing may begin late: what was stored before is not believed, what comes after is`() async throws {
        let key = try Ed25519PrivateKey()
        try await Drilled.add(1, to: store(nil))
        try await Drilled.add(2, to: store(key))
        let reading = try await store(nil).reading(of: "kb", by: .keys([try key.publicKey()]), at: Self.now)
        #expect(reading.verification.verdict == .unproven)
        #expect(reading.proven.value?.map(\.drill.rawValue) == ["drill-2"])
    }
}
