package import AWSCore
import Digests
import FoundationEssentials
package import RecoveryModel

/// The evidence of policies: for each one a chain of records in numbered folders.
///
///     knowledge-base/00000001/record.json   the link, with report.html, report.md and drill.log beside it
///     knowledge-base/head.json              the number and digest of the newest link
package struct EvidenceStore: Sendable {
    private let storage: any EvidenceStorage
    private let key: Ed25519PrivateKey?

    package init(storage: any EvidenceStorage, key: Ed25519PrivateKey?) {
        self.storage = storage
        self.key = key
    }

    /// The location, for people.
    package var place: String { storage.place }

    /// Adds a record as the newest link, with files beside it, and returns the link's location.
    ///
    /// - Throws: `EvidenceFailure`, `ClientError`.
    package func add(
        _ record: some Encodable, kind: String, policy: String, at instant: Instant, freshUntil: Instant?,
        files: [String: String]
    ) async throws -> String {
        let body = try JSONValue(parsing: CanonicalJSON.text(of: record))
        // Another writer may take the number first. The chain has then grown, and the next number is tried.
        for _ in 0..<8 {
            let newest = try await links(of: policy).last
            let envelope = EvidenceEnvelope(
                kind: kind, policy: policy, sequence: (newest?.sequence ?? 0) + 1,
                previous: newest.map { SHA256.hex($0.bytes) } ?? EvidenceEnvelope.origin, at: instant,
                freshUntil: freshUntil, record: body, files: files.mapValues { SHA256.hex($0) })
            let signed = SignedEvidence(envelope: envelope, signature: try signature(of: envelope.canonical()))
            let bytes = Array(try signed.canonical().utf8)
            let folder = "\(policy)/\(Self.padded(envelope.sequence))"
            guard try await storage.write(bytes, to: "\(folder)/record.json", exclusively: true) else { continue }
            try await writeHead(envelope.sequence, SHA256.hex(bytes), policy)
            try await write(files, to: folder)
            return "\(storage.place)/\(folder)"
        }
        throw EvidenceFailure(place: storage.place, reason: "other processes kept adding records")
    }

    /// Writes the files beside a drill's record that a killed process, or one with a full disk, left out.
    ///
    /// Returns the link's location; nil when the drill has no record, in which case nothing is written.
    ///
    /// - Parameter files: Returns the files of the stored record, whose digests the link contains.
    package func complete(
        _ drill: DrillID, policy: String, files: (DrillRecord) -> [String: String]
    ) async throws -> String? {
        let links = try await links(of: policy)
        let kept = links.compactMap { link in Self.drill(link).map { (link: link, record: $0) } }
        guard let (link, record) = kept.last(where: { $0.record.drill == drill }) else { return nil }
        if link.sequence == links.last?.sequence {
            try await writeHead(link.sequence, SHA256.hex(link.bytes), policy)
        }
        let folder = "\(policy)/\(Self.padded(link.sequence))"
        try await write(files(record), to: folder)
        return "\(storage.place)/\(folder)"
    }

    private func write(_ files: [String: String], to folder: String) async throws {
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            _ = try await storage.write(Array(text.utf8), to: "\(folder)/\(name)", exclusively: false)
        }
    }

    private func writeHead(_ sequence: Int, _ digest: String, _ policy: String) async throws {
        var head = EvidenceChain.Head(sequence: sequence, digest: digest)
        head.signature = try signature(of: head.signedText)
        let bytes = Array(try CanonicalJSON.text(of: head).utf8)
        _ = try await storage.write(bytes, to: "\(policy)/head.json", exclusively: false)
    }

    /// The links of a policy, oldest first.
    package func links(of policy: String) async throws -> [EvidenceChain.Link] {
        var links: [EvidenceChain.Link] = []
        for name in try await storage.names(prefix: policy + "/") where name.hasSuffix("/record.json") {
            let parts = name.split(separator: "/")
            guard parts.count == 3, let sequence = Int(parts[1]), let bytes = try await storage.read(name) else {
                continue
            }
            links.append(EvidenceChain.Link(sequence: sequence, bytes: bytes))
        }
        return links.sorted { $0.sequence < $1.sequence }
    }

    /// The policies that have evidence.
    package func policies() async throws -> [String] {
        Set(try await storage.names(prefix: "").compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
    }

    /// The drills of a policy, oldest first. Unreadable records are left out, and `verify` reports them.
    package func drills(of policy: String) async throws -> [(sequence: Int, record: DrillRecord)] {
        try await links(of: policy).compactMap { link in Self.drill(link).map { (link.sequence, $0) } }
    }

    private static func drill(_ link: EvidenceChain.Link) -> DrillRecord? {
        let stored = try? JSONDecoder().decode(SignedEvidence.self, from: Data(link.bytes))
        return (try? stored?.envelope.drill()).flatMap { $0 }
    }

    /// All deviations of a policy's chain.
    ///
    /// - Parameter key: The key to check signatures with; nil skips signatures.
    package func verify(_ policy: String, key: Ed25519PublicKey?) async throws -> [EvidenceChain.Finding] {
        let head = try await storage.read("\(policy)/head.json").flatMap { bytes in
            try? JSONDecoder().decode(EvidenceChain.Head.self, from: Data(bytes))
        }
        let links = try await links(of: policy)
        let findings = EvidenceChain.findings(
            policy: policy, links: links, head: head,
            isSigned: key.map { key in
                { text, signature in
                    guard let signature, let bytes = Base64.decode(signature.value) else { return false }
                    return key.isValid(bytes, for: Array(text.utf8))
                }
            })
        return findings + (try await fileFindings(links, of: policy))
    }

    /// Files that were changed or deleted. A missing report is no deviation, since it can be generated from its record.
    private func fileFindings(
        _ links: [EvidenceChain.Link], of policy: String
    ) async throws -> [EvidenceChain.Finding] {
        var findings: [EvidenceChain.Finding] = []
        for link in links {
            let stored = try? JSONDecoder().decode(SignedEvidence.self, from: Data(link.bytes))
            for (name, digest) in (stored?.envelope.files ?? [:]).sorted(by: { $0.key < $1.key }) {
                let place = "\(policy)/\(Self.padded(link.sequence))/\(name)"
                guard let bytes = try await storage.read(place) else {
                    if !name.hasPrefix("report.") {
                        findings.append(.init(sequence: link.sequence, problem: "\(name) is missing"))
                    }
                    continue
                }
                guard SHA256.hex(bytes) != digest else { continue }
                findings.append(.init(sequence: link.sequence, problem: "\(name) was changed"))
            }
        }
        return findings
    }

    private func signature(of text: String) throws -> SignedEvidence.Signature? {
        guard let key else { return nil }
        let name = SHA256.hex(try key.publicKey().pem())
        return SignedEvidence.Signature(key: name, value: Base64.encode(try key.sign(Array(text.utf8))))
    }

    private static func padded(_ sequence: Int) -> String {
        let text = String(sequence)
        return String(repeating: "0", count: max(0, 8 - text.count)) + text
    }
}
