import FoundationEssentials

/// One link of a policy's chain of evidence: a record and the digest of the link before it.
///
/// It is stored as canonical JSON (RFC 8785), so that equal content has equal bytes and an edit changes the digest.
package struct EvidenceEnvelope: Hashable, Sendable, Codable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 1
    /// The first link's `previous`, in place of a digest.
    package static let origin = String(repeating: "0", count: 64)

    package var version: Int
    /// Such as `drill`.
    package var kind: String
    package var policy: String
    /// From 1, without gaps.
    package var sequence: Int
    /// SHA-256 of the previous link's bytes, in hex.
    package var previous: String
    package var at: Instant
    /// The time after which the evidence is out of date; nil when the policy sets no interval.
    package var freshUntil: Instant?
    /// The record, such as a `DrillRecord`.
    package var record: JSONValue
    /// SHA-256 of the files beside it, by name; nil for records from before they were stored.
    package var files: [String: String]?
    /// What was wrong with the chain when the record was added to it; nil when nothing was. It keeps a later record from
    /// covering up that earlier ones were removed.
    package var found: [String]?

    package init(
        kind: String, policy: String, sequence: Int, previous: String, at: Instant, freshUntil: Instant?,
        record: JSONValue, files: [String: String]? = nil
    ) {
        self.files = files
        version = Self.currentVersion
        self.kind = kind
        self.policy = policy
        self.sequence = sequence
        self.previous = previous
        self.at = at
        self.freshUntil = freshUntil
        self.record = record
    }

    /// The canonical text that is signed.
    package func canonical() throws -> String { try members().compact }

    /// The record is a value already, and may be an account's whole inventory: it is not encoded once more.
    fileprivate func members() throws -> JSONValue {
        var bare = self
        bare.record = .null
        return try CanonicalJSON.value(of: bare).with("record", record)
    }

    /// The record as a value of the type that its kind means.
    package func record<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(record.compact.utf8))
    }
}

/// A link as it is stored: the envelope and its signature.
package struct SignedEvidence: Hashable, Sendable, Codable {
    /// Ed25519 (RFC 8032) over the envelope's canonical text.
    package struct Signature: Hashable, Sendable, Codable {
        package var algorithm: String
        /// SHA-256 of the public key's PEM text, in hex.
        package var key: String
        /// In base64.
        package var value: String

        package init(key: String, value: String) {
            algorithm = "Ed25519"
            self.key = key
            self.value = value
        }
    }

    package var envelope: EvidenceEnvelope
    package var signature: Signature?
    /// A second signature over the same text: of a rotation, by the key that it introduces.
    package var cosignature: Signature?

    package init(envelope: EvidenceEnvelope, signature: Signature?, cosignature: Signature? = nil) {
        self.envelope = envelope
        self.signature = signature
        self.cosignature = cosignature
    }

    /// Reads a stored link.
    package init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// The stored text, whose digest is the next link's `previous`.
    package func canonical() throws -> String {
        var bare = self
        bare.envelope.record = .null
        return try CanonicalJSON.value(of: bare).with("envelope", envelope.members()).compact
    }
}

extension JSONValue {
    /// The object with another value of a member.
    fileprivate func with(_ member: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[member] = value
        return .object(members)
    }
}

/// JSON in the canonical form of RFC 8785: members sorted by UTF-16 code units, no white space.
///
/// Records contain integers, strings and amounts of money in whole ten-thousandths, whose shortest form is the same in
/// ECMAScript and Swift.
package enum CanonicalJSON {
    /// The canonical text of a value.
    package static func text(of value: some Encodable) throws -> String { try self.value(of: value).compact }

    /// What the value is in JSON.
    package static func value(of value: some Encodable) throws -> JSONValue {
        try JSONValue(parsing: String(decoding: JSONEncoder().encode(value), as: UTF8.self))
    }
}
