/// What a reader of evidence believes beforehand: keys and heads that come from outside the folder. Nothing in the folder
/// makes a key trusted, except a rotation that a trusted key has signed.
package struct EvidenceTrust: Sendable {
    /// The PEM text of the trusted public keys by their id; empty when signatures are not checked.
    package var keys: [String: String]
    package var anchors: [EvidenceAnchor]
    /// The least number of records that a chain must have.
    package var atLeast: Int?
    /// The newest record must not be older than this.
    package var since: Instant?
    /// Whether a signature (in base64) of a text is by the key with this PEM text.
    package let isValid: @Sendable (_ signature: String, _ text: String, _ pem: String) -> Bool

    package init(
        keys: [String: String] = [:], anchors: [EvidenceAnchor] = [],
        isValid: @escaping @Sendable (_ signature: String, _ text: String, _ pem: String) -> Bool
    ) {
        self.keys = keys
        self.anchors = anchors
        self.isValid = isValid
    }

    /// Trusts no key, so that signatures are not checked.
    package static var nobody: EvidenceTrust { EvidenceTrust { _, _, _ in false } }

    /// True when signatures are checked.
    package var checksSignatures: Bool { !keys.isEmpty }
}

/// The content of a record of kind `rotation`, by which the key of a chain is replaced. The old key signs the record and
/// the new one signs it too, so that it can be believed by whoever trusts either.
package struct KeyRotation: Hashable, Sendable, Codable {
    /// The kind of such records.
    package static let kind = "rotation"

    /// The id and the PEM text of the key that signs from the next record on.
    package var key: String
    package var pem: String
    /// The same of the key that signed until now.
    package var previousKey: String
    package var previousPEM: String

    package init(key: String, pem: String, previousKey: String, previousPEM: String) {
        self.key = key
        self.pem = pem
        self.previousKey = previousKey
        self.previousPEM = previousPEM
    }
}
