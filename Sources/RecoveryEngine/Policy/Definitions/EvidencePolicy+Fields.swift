import RecoveryModel

extension Record<EvidencePolicy> {
    /// `evidence`.
    static let evidence = Record(fields: [
        .required(
            "bucket", \.bucket, .name(.bucket),
            "The bucket for evidence of drills and for the lock of applies, with `${account}` and `${region}` for the scope's "
                + "first. A role that may `backup` cannot write into it."),
        .optional("prefix", \.prefix, .name(.objectPrefix), "The prefix of the objects' keys."),
        .optional(
            "signingKey", \.signingKey, .name(.secret),
            "The secret with the Ed25519 key in PEM format that signs evidence."),
        .defaulted(
            "trustedKeys", \.trustedKeys, .list(of: .ed25519PublicKey, minimum: 1),
            "The public keys whose signatures are believed: the line between the first and the last of what `openssl pkey "
                + "-pubout` prints. `--public-key` and `DRCTL_PUBLIC_KEY` take their place.",
            fallback: ""),
    ])
}

extension Shape where Value == String {
    /// The base64 text of an Ed25519 key's SubjectPublicKeyInfo.
    ///
    /// https://www.rfc-editor.org/rfc/rfc8410#section-4
    static let ed25519PublicKey = text(
        "Ed25519 public key such as `MCowBQYDK2VwAyEA…`", pattern: "^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$",
        hint: "print it with `openssl pkey -in key.pem -pubout | sed -n 2p`"
    ) { text in
        let key = text.dropFirst(16).dropLast()
        return text.hasPrefix("MCowBQYDK2VwAyEA") && text.hasSuffix("=") && text.utf8.count == 60
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+/".contains($0)) }
    }
}
