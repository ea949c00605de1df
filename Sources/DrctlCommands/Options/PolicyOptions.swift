package import AWSNames
package import ArgumentParser

/// The option that names the policies.
package struct PolicyOption: ParsableArguments, OptionValues {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A policy file, a folder of them, or - for the standard input; may be repeated (default: policies).",
            valueName: "file|folder"))
    package var policy: [String] = []

    package init() {}

    func fill(_ options: inout RunOptions) {
        if !policy.isEmpty { options.policies = policy }
    }
}

/// The option that names the policies whose evidence is meant; without it, all that is in one place is.
package struct EvidencePolicyOption: ParsableArguments, OptionValues {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Only the evidence of this policy, where the policy keeps it; a file or folder, may be repeated.",
            valueName: "file|folder"))
    package var policy: [String] = []

    package init() {}

    func fill(_ options: inout RunOptions) { options.policies = policy }
}

/// The option that narrows the policies to a region.
package struct RegionOption: ParsableArguments, OptionValues {
    @Option(
        help: ArgumentHelp("Only this region of the policies (default: each region that they name).", valueName: "code")
    )
    package var region: Region?

    package init() {}

    func fill(_ options: inout RunOptions) { options.region = region }
}

/// The option that names the region where there is no policy yet, or none that decides.
package struct PlaceOption: ParsableArguments, OptionValues {
    @Option(help: ArgumentHelp("The region (default: that of the AWS configuration).", valueName: "code"))
    package var region: Region?

    package init() {}

    func fill(_ options: inout RunOptions) { options.region = region }
}
