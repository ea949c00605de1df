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
    ])
}
