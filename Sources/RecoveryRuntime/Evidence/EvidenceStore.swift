package import AWSCore
import Digests
import FoundationEssentials
package import RecoveryModel

/// The evidence of policies: for each one a chain of records in numbered folders.
///
///     knowledge-base/00000001/record.json   the link, with report.html, report.md and drill.log beside it
///     knowledge-base/head.json              the number and digest of the newest link, signed
package struct EvidenceStore: Sendable {
    /// A record that was stored: where, and the head that names it.
    package struct Stored: Sendable {
        package var place: String
        package var anchor: EvidenceAnchor
    }

    let storage: any EvidenceStorage
    let key: Ed25519PrivateKey?

    package init(storage: any EvidenceStorage, key: Ed25519PrivateKey?) {
        self.storage = storage
        self.key = key
    }

    /// The location, for people.
    package var place: String { storage.place }

    /// Adds a record as the newest link, with files beside it.
    ///
    /// - Parameters:
    ///   - instant: Now.
    ///   - cosigner: A second key that signs the record, and the head after it.
    /// - Throws: `EvidenceFailure`, `ClientError`.
    package func add(
        _ record: some Encodable, kind: String, policy: String, at instant: Instant, freshUntil: Instant?,
        files: [String: String], cosigner: Ed25519PrivateKey? = nil
    ) async throws -> Stored {
        let body = try CanonicalJSON.value(of: record)
        // Another writer may take the number first. The chain has then grown, and the next number is tried.
        for _ in 0..<8 {
            let chain = try await chain(of: policy)
            if chain.isEmpty {
                // A chain has a head before it has a record, so that one without a head has lost it.
                let head = EvidenceHead(policy: policy, count: 0, digest: EvidenceEnvelope.origin, at: instant)
                try await writeHead(head, signedBy: key)
            }
            var envelope = next(after: chain, kind: kind, at: instant)
            envelope.freshUntil = freshUntil
            envelope.record = body
            envelope.files = files.mapValues { SHA256.hex($0) }
            let text = try envelope.canonical()
            let signed = SignedEvidence(
                envelope: envelope, signature: try key?.signature(of: text),
                cosignature: try cosigner?.signature(of: text))
            let bytes = Array(try signed.canonical().utf8)
            let folder = "\(policy)/\(Self.padded(envelope.sequence))"
            guard try await storage.write(bytes, to: "\(folder)/record.json", exclusively: true) else { continue }
            let head = Self.head(naming: envelope, SHA256.hex(bytes))
            try await advance(to: head, of: policy, signedBy: cosigner ?? key)
            try await write(files, to: folder)
            return stored(head, of: policy)
        }
        throw EvidenceFailure(place: storage.place, reason: "other processes kept adding records")
    }

    /// The envelope of the next link. Records that the head names and that are missing leave a gap, and whatever else is
    /// wrong is written into the link: a new link never covers up what was done to the chain.
    private func next(after chain: EvidenceChain, kind: String, at instant: Instant) -> EvidenceEnvelope {
        let verification = chain.verification(by: ownTrust, at: instant)
        let wrong = verification.findings.filter { $0.weight == .changed && !$0.isInherited }
        let newest = chain.links.last
        var (last, previous) = (newest?.sequence ?? 0, newest.map { SHA256.hex($0.bytes) } ?? EvidenceEnvelope.origin)
        if let head = verification.head, head.count > last { (last, previous) = (head.count, head.digest) }
        // Clocks differ from machine to machine, and the times of a chain never go back.
        let before = verification.newest.flatMap { $0.hasPassed(at: instant) ? $0 : nil }
        var envelope = EvidenceEnvelope(
            kind: kind, policy: chain.policy, sequence: last + 1, previous: previous,
            at: before.map { max($0, instant) } ?? instant, freshUntil: nil, record: .null)
        envelope.found = wrong.isEmpty ? nil : wrong.map(\.description)
        return envelope
    }

    /// What the writer itself trusts: its own key.
    private var ownTrust: EvidenceTrust { .keys([key].compactMap { try? $0?.publicKey() }) }

    /// Writes the head and the files beside a drill's record that a killed process, or one with a full disk, left out.
    ///
    /// Returns nil when the drill or recovery has no record, in which case nothing is written.
    ///
    /// - Parameter files: Returns the files of the stored record, whose digests the link contains.
    package func complete(
        _ drill: DrillID, policy: String, at instant: Instant, files: (DrillRecord) -> [String: String]
    ) async throws -> Stored? {
        let chain = try await chain(of: policy)
        let kept = chain.records.compactMap { stored in stored.record.drillOrRecovery.map { (stored.sequence, $0) } }
        guard let (sequence, record) = kept.last(where: { $0.1.drill == drill }),
            let link = chain.links.last(where: { $0.sequence == sequence })
        else { return nil }
        let head = Self.head(naming: try SignedEvidence(bytes: link.bytes).envelope, SHA256.hex(link.bytes))
        let verification = chain.verification(by: ownTrust, at: instant)
        // A killed process leaves a head that is one behind; every other state is somebody else's work.
        if link.sequence == chain.links.last?.sequence, verification.head?.count == link.sequence - 1,
            verification.verdict != .changed
        {
            try await advance(to: head, of: policy, signedBy: key)
        }
        try await write(files(record), to: "\(policy)/\(Self.padded(link.sequence))")
        return stored(head, of: policy)
    }

    private func write(_ files: [String: String], to folder: String) async throws {
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            _ = try await storage.write(Array(text.utf8), to: "\(folder)/\(name)", exclusively: false)
        }
    }

    /// Writes a head unless there is a later one, and goes on until it names the newest link: of several writers, the last
    /// one to write names what all of them have added.
    private func advance(to head: EvidenceHead, of policy: String, signedBy key: Ed25519PrivateKey?) async throws {
        let present = try await storage.read("\(policy)/head.json").flatMap { try? EvidenceHead(bytes: $0) }
        if let present, present.count > head.count { return }
        try await writeHead(head, signedBy: key)
        guard let bytes = try await storage.read("\(policy)/\(Self.padded(head.count + 1))/record.json"),
            let record = try? SignedEvidence(bytes: bytes), record.envelope.previous == head.digest
        else { return }
        try await advance(to: Self.head(naming: record.envelope, SHA256.hex(bytes)), of: policy, signedBy: key)
    }

    private func writeHead(_ head: EvidenceHead, signedBy key: Ed25519PrivateKey?) async throws {
        var signed = head
        signed.signature = try key?.signature(of: head.signedText())
        let bytes = Array(try signed.canonical().utf8)
        _ = try await storage.write(bytes, to: "\(head.policy ?? "")/head.json", exclusively: false)
    }

    private static func head(naming envelope: EvidenceEnvelope, _ digest: String) -> EvidenceHead {
        EvidenceHead(policy: envelope.policy, count: envelope.sequence, digest: digest, at: envelope.at)
    }

    private func stored(_ head: EvidenceHead, of policy: String) -> Stored {
        Stored(
            place: "\(storage.place)/\(policy)/\(Self.padded(head.count))",
            anchor: EvidenceAnchor(policy: policy, count: head.count, digest: head.digest))
    }

    static func padded(_ sequence: Int) -> String {
        let text = String(sequence)
        return String(repeating: "0", count: max(0, 8 - text.count)) + text
    }
}
