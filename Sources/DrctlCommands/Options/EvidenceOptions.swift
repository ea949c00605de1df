package import ArgumentParser

/// The option that says where evidence of drills is read.
package struct EvidenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where evidence is stored (default: $DRCTL_EVIDENCE, the policy's `evidence`, or the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    package init() {}
}
