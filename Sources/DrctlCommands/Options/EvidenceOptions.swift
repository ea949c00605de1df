package import ArgumentParser

/// The option that says where evidence of drills is.
package struct EvidencePlaceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where evidence is stored (default: $DRCTL_EVIDENCE, the policy's `evidence`, or the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    package init() {}
}

/// The options that say where evidence of drills is read, and what of it is believed.
package struct EvidenceOptions: ParsableArguments {
    @OptionGroup package var location: EvidencePlaceOption

    @Option(
        name: .customLong("public-key"),
        help: ArgumentHelp(
            "The Ed25519 key to check signatures of evidence with; may be repeated (default: $DRCTL_PUBLIC_KEY).",
            valueName: "file.pem"))
    package var publicKey: [String] = []

    @Option(
        help: ArgumentHelp(
            "A head of the evidence that was kept elsewhere; may be repeated (default: $DRCTL_EVIDENCE_ANCHOR).",
            valueName: "policy:count:digest|file|s3://bucket/key"))
    package var anchor: [String] = []

    package init() {}

    package var evidence: String? { location.evidence }

    /// The same as a value.
    var source: EvidenceSource { EvidenceSource(place: evidence, publicKeys: publicKey, anchors: anchor) }
}

/// Where evidence is read, and what is trusted in reading it, as the command line says it.
struct EvidenceSource: Sendable {
    /// Nil for the default.
    var place: String?
    /// Files of PEM text; empty for the default.
    var publicKeys: [String] = []
    /// Anchors, or where they are; empty for the default.
    var anchors: [String] = []
}
