import AWSNames
package import ArgumentParser
import RecoveryModel
import RecoveryRuntime

/// The option that says where evidence of drills is.
package struct EvidencePlaceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where evidence is stored (default: the policy's `evidence`, $DRCTL_EVIDENCE, or the state folder).",
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
            "The Ed25519 key to check signatures of evidence with; may be repeated (default: $DRCTL_PUBLIC_KEY, or "
                + "those of the policy).",
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

/// The evidence that a verb reads from one place.
struct EvidenceRequest: Sendable {
    var source: EvidenceSource
    /// The policies whose evidence is meant; nil for all that is there.
    var policies: [String]?

    /// The policies to read, of which the place may have nothing.
    func policies(in store: EvidenceStore) async throws -> [String] {
        if let policies { return policies }
        return try await store.policies()
    }
}

extension CommandContext {
    /// What a verb of evidence is asked to read: the evidence of the policies of `--policy`, each in its place, or all
    /// that is in one place.
    ///
    /// - Throws: `CommandFailure`.
    func evidenceRequests(_ source: EvidenceSource) throws -> [EvidenceRequest] {
        guard !options.policies.isEmpty else { return [EvidenceRequest(source: source)] }
        return try evidence(source, of: try loadPolicies().map(\.policy)).map {
            EvidenceRequest(source: $0.source, policies: $0.policies)
        }
    }
}

/// Where evidence is read, and what is trusted in reading it, as the command line says it.
struct EvidenceSource: Sendable {
    /// Nil for the default.
    var place: String?
    /// That of the policy's evidence; nil where no policy is named.
    var region: Region?
    /// Files of PEM text; empty for the default.
    var publicKeys: [String] = []
    /// Those of the policy, which count where neither options nor environment name any.
    var trustedKeys: [String] = []
    /// Anchors, or where they are; empty for the default.
    var anchors: [String] = []
}
