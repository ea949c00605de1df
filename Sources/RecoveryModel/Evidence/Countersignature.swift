import FoundationEssentials

/// A second party's word for a chain: that it ended with this record when they looked, by a key that whoever writes the
/// evidence does not have. It is stored beside the record, and covers every record before it too, since each link holds the
/// digest of the one before.
package struct Countersignature: Hashable, Sendable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 1

    package var version: Int
    package var policy: String
    /// The number of records at that time, which is the number of the last one.
    package var count: Int
    /// SHA-256 of that record's bytes, in hex.
    package var digest: String
    /// When, by the clock of whoever signed.
    package var at: Instant
    package var signature: SignedEvidence.Signature?

    package init(_ anchor: EvidenceAnchor, at: Instant) {
        version = Self.currentVersion
        (policy, count, digest) = (anchor.policy, anchor.count, anchor.digest)
        self.at = at
    }

    /// Reads a stored one.
    package init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// The text that is signed: canonical JSON without the signature.
    package func signedText() throws -> String {
        var unsigned = self
        unsigned.signature = nil
        return try unsigned.canonical()
    }

    /// The stored text.
    package func canonical() throws -> String { try CanonicalJSON.text(of: self) }
}

extension Countersignature: Codable {
    private enum CodingKeys: String, CodingKey { case kind, version, policy, count, digest, at, signature }
    /// What keeps it apart from a signed head, which has the same members.
    private static let kind = "countersignature"

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        guard try members.decode(String.self, forKey: .kind) == Self.kind else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: members, debugDescription: "not a countersignature")
        }
        version = try members.decode(Int.self, forKey: .version)
        policy = try members.decode(String.self, forKey: .policy)
        count = try members.decode(Int.self, forKey: .count)
        digest = try members.decode(String.self, forKey: .digest)
        at = try members.decode(Instant.self, forKey: .at)
        signature = try members.decodeIfPresent(SignedEvidence.Signature.self, forKey: .signature)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(Self.kind, forKey: .kind)
        try members.encode(version, forKey: .version)
        try members.encode(policy, forKey: .policy)
        try members.encode(count, forKey: .count)
        try members.encode(digest, forKey: .digest)
        try members.encode(at, forKey: .at)
        try members.encodeIfPresent(signature, forKey: .signature)
    }
}
