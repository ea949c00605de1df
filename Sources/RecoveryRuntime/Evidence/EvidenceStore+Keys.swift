package import AWSCore
import Digests
package import RecoveryModel

extension EvidenceStore {
    /// Replaces the key that signs a policy's chain, by a record that the old key (the store's own) and the new one sign.
    ///
    /// - Throws: `EvidenceFailure` when the store's key does not sign the chain; what `add` throws.
    package func rotate(_ policy: String, to new: Ed25519PrivateKey, at instant: Instant) async throws -> Stored {
        guard let key else { throw EvidenceFailure(place: place, reason: "the key that is replaced has to sign") }
        if let obstacle = try await obstacleToSigning(policy) {
            throw EvidenceFailure(place: place, reason: obstacle)
        }
        let (old, next) = (try key.publicKey(), try new.publicKey())
        let rotation = KeyRotation(
            key: try next.id(), pem: try next.text(), previousKey: try old.id(), previousPEM: try old.text())
        return try await add(
            rotation, kind: KeyRotation.kind, policy: policy, at: instant, freshUntil: nil, files: [:], cosigner: new)
    }

    /// Why the store's key must not sign the next record of a policy: the chain is signed by another one. Nil when it may.
    package func obstacleToSigning(_ policy: String) async throws -> String? {
        guard let link = try await chain(of: policy).links.last,
            let newest = try? SignedEvidence(bytes: link.bytes), let current = newest.keyAfterwards
        else { return nil }
        let own = try key?.publicKey().id()
        guard own != current else { return nil }
        let mine = own.map { "this is key \($0.prefix(16))" } ?? "no key is given"
        return "the evidence of \(policy) is signed by key \(current.prefix(16)), and \(mine)"
    }
}

extension SignedEvidence {
    /// The id of the key that signs the record after this one; nil when it is not signed.
    fileprivate var keyAfterwards: String? {
        envelope.kind == KeyRotation.kind ? cosignature?.key : signature?.key
    }
}

extension Ed25519PublicKey {
    /// The PEM text.
    fileprivate func text() throws -> String { String(decoding: try pem(), as: UTF8.self) }

    /// SHA-256 of the PEM text, in hex: the key's name in signatures.
    package func id() throws -> String { SHA256.hex(try pem()) }
}

extension Ed25519PrivateKey {
    /// A signature as it is stored.
    package func signature(of text: String) throws -> SignedEvidence.Signature {
        SignedEvidence.Signature(key: try publicKey().id(), value: Base64.encode(try sign(Array(text.utf8))))
    }
}

extension EvidenceTrust {
    /// Trusts these keys.
    package static func keys(_ keys: [Ed25519PublicKey]) -> EvidenceTrust {
        let named = keys.compactMap { key in try? (key.id(), key.text()) }
        let read = Dictionary(zip(named.map(\.1), keys)) { first, _ in first }
        return EvidenceTrust(keys: Dictionary(named) { first, _ in first }) { signature, text, pem in
            // A key that a rotation introduces is read when it is met.
            guard let bytes = Base64.decode(signature),
                let key = read[pem] ?? (try? Ed25519PublicKey(pem: Array(pem.utf8)))
            else { return false }
            return key.isValid(bytes, for: Array(text.utf8))
        }
    }
}
