import FoundationEssentials

/// The end of a policy's chain: how many records it has, and the digest of the last one. It is stored beside the records
/// and signed, so that records cannot be removed at the end without a trace.
///
/// Version 2 says when it was written and of which policy it is, and is signed as canonical JSON. Version 1, of drctl 0.1,
/// has neither and is signed as `count:digest`; it stays readable.
package struct EvidenceHead: Hashable, Sendable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 2

    package var version: Int
    /// Nil in version 1.
    package var policy: String?
    /// The number of records, which is the number of the last one; 0 before the first.
    package var count: Int
    /// SHA-256 of the last record's bytes, in hex.
    package var digest: String
    /// Nil in version 1.
    package var at: Instant?
    package var signature: SignedEvidence.Signature?

    package init(policy: String, count: Int, digest: String, at: Instant) {
        version = Self.currentVersion
        self.policy = policy
        self.count = count
        self.digest = digest
        self.at = at
    }

    /// Reads a stored head.
    package init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// The text that is signed.
    package func signedText() throws -> String {
        guard version > 1 else { return "\(count):\(digest)" }
        var unsigned = self
        unsigned.signature = nil
        return try unsigned.canonical()
    }

    /// The stored text.
    package func canonical() throws -> String { try CanonicalJSON.text(of: self) }

    /// What is written elsewhere, to compare the chain with.
    package var anchor: EvidenceAnchor? { policy.map { EvidenceAnchor(policy: $0, count: count, digest: digest) } }
}

extension EvidenceHead: Codable {
    private enum CodingKeys: String, CodingKey { case kind, version, policy, count, sequence, digest, at, signature }
    /// What keeps a signed head apart from a signed record.
    private static let kind = "head"

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        version = try members.decodeIfPresent(Int.self, forKey: .version) ?? 1
        digest = try members.decode(String.self, forKey: .digest)
        signature = try members.decodeIfPresent(SignedEvidence.Signature.self, forKey: .signature)
        guard version > 1 else {
            count = try members.decode(Int.self, forKey: .sequence)
            return
        }
        guard try members.decode(String.self, forKey: .kind) == Self.kind else {
            throw DecodingError.dataCorruptedError(forKey: .kind, in: members, debugDescription: "not a head")
        }
        count = try members.decode(Int.self, forKey: .count)
        policy = try members.decode(String.self, forKey: .policy)
        at = try members.decode(Instant.self, forKey: .at)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(digest, forKey: .digest)
        try members.encodeIfPresent(signature, forKey: .signature)
        guard version > 1 else { return try members.encode(count, forKey: .sequence) }
        try members.encode(Self.kind, forKey: .kind)
        try members.encode(version, forKey: .version)
        try members.encode(count, forKey: .count)
        try members.encodeIfPresent(policy, forKey: .policy)
        try members.encodeIfPresent(at, forKey: .at)
    }
}
