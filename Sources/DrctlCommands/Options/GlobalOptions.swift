package import ArgumentParser

/// The options that a kind of verb has; help lists no others.
package protocol VerbOptions: ParsableArguments, Sendable {
    /// As plain values.
    var values: RunOptions { get }
}

/// Of verbs that compare policies with AWS, and remember what they did.
package struct GlobalOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var region: RegionOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var state: StateOption
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, region, connection, state, format, printing) }
}

/// Of verbs that do so and have one format.
package struct ReportPageOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var region: RegionOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var state: StateOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, region, connection, state, printing) }
}

/// Of verbs that look at a policy's databases and remember nothing.
package struct LookupOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var region: RegionOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, region, connection, format, printing) }
}

/// Of verbs that read evidence, of all policies, which may be in a bucket.
package struct EvidenceVerbOptions: VerbOptions {
    @OptionGroup package var policy: EvidencePolicyOption
    @OptionGroup package var region: PlaceOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var state: StateOption
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, region, connection, state, format, printing) }
}

/// Of verbs that read policy files and make no call.
package struct PolicyFileOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, format, printing) }
}

/// Of verbs that make a document of one format from a policy and make no call.
package struct DocumentOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, printing) }
}

/// Of verbs that make a document of one format from a policy, by what is in the account where they are asked to.
package struct RegionalDocumentOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var region: RegionOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, region, connection, printing) }
}

/// Of verbs that describe drctl itself.
package struct CatalogueOptions: VerbOptions {
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(format, printing) }
}

/// Of verbs that need no policy yet.
package struct StarterOptions: VerbOptions {
    @OptionGroup package var region: PlaceOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(region, connection, printing) }
}
