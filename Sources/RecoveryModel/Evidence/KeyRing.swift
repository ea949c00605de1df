import Digests

/// The keys whose signatures count at one place of a chain, as rotations change them along the way.
struct KeyRing {
    private let trust: EvidenceTrust
    /// PEM texts by id.
    private var keys: [String: String]

    /// The keys that count for the first record: those that are trusted, and those that a trusted key vouches for by its
    /// signature of the rotation in which it replaced them.
    init(_ trust: EvidenceTrust, records: [SignedEvidence]) {
        self.trust = trust
        keys = trust.keys
        guard trust.checksSignatures else { return }
        for record in records.reversed() {
            guard let rotation = record.rotation, keys[rotation.key] == rotation.pem,
                problem(of: record.cosignature, named: rotation.key, of: record) == nil
            else { continue }
            keys[rotation.previousKey] = rotation.previousPEM
        }
    }

    /// Why a record's signature does not count; nil when it does.
    func problem(of record: SignedEvidence) -> String? {
        guard let text = try? record.envelope.canonical() else { return "cannot be read" }
        return problem(of: record.signature, text)
    }

    /// Why a head's signature does not count; nil when it does.
    func problem(of head: EvidenceHead) -> String? {
        guard let text = try? head.signedText() else { return "cannot be read" }
        return problem(of: head.signature, text)
    }

    /// Follows a rotation that a key of the ring has signed: from here on the new key counts, and the old one does not.
    mutating func follow(_ record: SignedEvidence) -> String? {
        guard let rotation = record.rotation else { return "is no rotation of keys" }
        guard record.signature?.key == rotation.previousKey else { return "replaces a key that did not sign it" }
        guard SHA256.hex(rotation.pem) == rotation.key, let text = try? record.envelope.canonical(),
            let cosignature = record.cosignature, cosignature.key == rotation.key,
            trust.isValid(cosignature.value, text, rotation.pem)
        else { return "introduces a key that did not sign it" }
        keys[rotation.previousKey] = nil
        keys[rotation.key] = rotation.pem
        return nil
    }

    private func problem(
        of signature: SignedEvidence.Signature?, named key: String, of record: SignedEvidence
    ) -> String? {
        guard signature?.key == key, let text = try? record.envelope.canonical() else { return "not signed" }
        return problem(of: signature, text)
    }

    private func problem(of signature: SignedEvidence.Signature?, _ text: String) -> String? {
        guard let signature else { return "not signed" }
        guard let pem = keys[signature.key] else {
            return "signed by a key that is not trusted (\(signature.key.prefix(16)))"
        }
        return signature.algorithm == "Ed25519" && trust.isValid(signature.value, text, pem)
            ? nil : "invalid signature"
    }
}

extension SignedEvidence {
    /// The rotation that the record is; nil for every other record.
    var rotation: KeyRotation? {
        guard envelope.kind == KeyRotation.kind else { return nil }
        return try? envelope.record(as: KeyRotation.self)
    }
}
