package import ArgumentParser

/// Where a verb reads the evidence of drills.
package struct EvidenceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where drills' evidence is kept (default: $DRCTL_EVIDENCE, or evidence in the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    package init() {}
}
