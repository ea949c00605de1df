/// Where the evidence of drills is stored, and what signs it: the roles of the policy may do just that there.
package struct EvidencePolicy: Sendable, Equatable {
    /// The bucket's name, with `${account}` and `${region}` for the scope's first account and region.
    package var bucket: String
    /// Of the objects' keys; nil for the whole bucket.
    package var prefix: String?
    /// The name of the secret with the key that signs evidence; nil for unsigned evidence.
    package var signingKey: String?
    /// The Ed25519 keys whose signatures are believed, as the one line of a public key in PEM format (base64 of its
    /// SubjectPublicKeyInfo, RFC 8410); empty for those of the command line and the environment only.
    package var trustedKeys: [String] = []

    package init(bucket: String) { self.bucket = bucket }

    /// A place in the one form of its name: `s3://bucket/` and `proof/` are `s3://bucket` and `proof`.
    package static func place(_ text: String) -> String {
        var text = text[...]
        while text.count > 1, text.hasSuffix("/"), !text.hasSuffix("://") { text.removeLast() }
        return String(text)
    }
}

extension EvidencePolicy {
    /// A trusted key as PEM text.
    package static func pem(_ key: String) -> String {
        "-----BEGIN PUBLIC KEY-----\n\(key)\n-----END PUBLIC KEY-----\n"
    }
}

extension RecoveryPolicy {
    /// The bucket that evidence is stored in; nil where the policy names none.
    package var evidenceBucket: String? {
        guard let evidence, let account = scope.accounts.first, let region = scope.regions.first else { return nil }
        return Place(account: account, region: region).filled(evidence.bucket)
    }

    /// Where evidence is stored, as `--evidence` takes it.
    package var evidenceURL: String? {
        evidenceBucket.map { EvidencePolicy.place("s3://\($0)/\(evidence?.prefix ?? "")") }
    }
}
