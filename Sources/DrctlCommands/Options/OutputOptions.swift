package import ArgumentParser
package import RecoveryReports

/// The options of every verb: where its result goes, and what is said beside it.
package struct OutputOptions: VerbOptions, OptionValues {
    @Option(help: ArgumentHelp("Write the result to this file instead of stdout.", valueName: "file"))
    package var out: String?

    @Flag(name: .shortAndLong, help: "Print only the result and errors.")
    package var quiet = false

    @Flag(name: .customLong("no-color"), help: "Disable colours; NO_COLOR does the same.")
    package var noColor = false

    package init() {}

    func fill(_ options: inout RunOptions) {
        options.out = out
        options.quiet = quiet
        options.noColor = noColor
    }

    package var values: RunOptions { RunOptions(self) }
}

/// The option of verbs whose result has several formats.
package struct FormatOption: ParsableArguments, OptionValues {
    @Option(
        name: .shortAndLong,
        help:
            ArgumentHelp(
                "The output format: text, json or markdown; audits, plans, objectives, costs, runbooks and records of drills "
                    + "also html, audits also sarif, junit, ocsf, asff, csv, prometheus and github, objectives also openslo."
            )
    )
    package var output: ReportFormat = .text

    package init() {}

    func fill(_ options: inout RunOptions) { options.output = output }
}

extension ReportFormat: ExpressibleByArgument {
    package init?(argument: String) {
        guard let format = ReportFormat.named(argument) else { return nil }
        self = format
    }

    package var defaultValueDescription: String { name }
    package static var allValueStrings: [String] { all.map(\.name) }
}

/// The option that names drctl's own folder.
package struct StateOption: ParsableArguments, OptionValues {
    @Option(
        help: ArgumentHelp(
            "The folder for drctl's state (default: $DRCTL_STATE or .drctl).", valueName: "folder"))
    package var state: String?

    package init() {}

    func fill(_ options: inout RunOptions) { options.state = state }
}
