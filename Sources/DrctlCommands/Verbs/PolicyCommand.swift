package import ArgumentParser
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports

/// `drctl policy`: work on the policy file itself; no call is made.
package struct PolicyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, explain or describe the policy file",
        subcommands: [Check.self, Explain.self, Schema.self])

    package init() {}

    /// `drctl policy check`.
    package struct Check: DrctlVerb {
        package static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Parse and lint the policy",
            discussion: """
                Makes no call. Every problem is told with file, line and column. Exit code 0: valid; 65: not. Of several
                files the result is one document.

                  $ drctl policy check --policy policies/knowledge-base.yaml
                """)

        @OptionGroup package var global: PolicyFileOptions

        package init() {}

        package func run(_ context: CommandContext) async throws -> ExitStatus {
            let set = try context.policySet()
            let report = PolicyCheckReport(set.documents, set.diagnostics, invalid: set.invalid)
            // The other formats have them in the document.
            if context.options.output == .text {
                for diagnostic in report.diagnostics where diagnostic.severity != .note {
                    context.console.report(diagnostic)
                }
            }
            try context.render(report)
            return report.isValid ? .success : .invalidPolicy
        }
    }

    /// `drctl policy explain`.
    package struct Explain: DrctlVerb {
        package static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Print every value of the policy and where it comes from",
            discussion: """
                Makes no call. A value is written, derived from an objective, or a default.

                  $ drctl policy explain --policy policies/knowledge-base.yaml
                """)

        @OptionGroup package var global: PolicyFileOptions

        package init() {}

        package func run(_ context: CommandContext) async throws -> ExitStatus {
            let explanation = PolicyExplanation(try context.loadPolicy())
            switch context.options.output {
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                try context.emit(String(decoding: try encoder.encode(explanation), as: UTF8.self))
            case .markdown: try context.emit(explanation.markdown)
            default: try context.emit(explanation.text)
            }
            return .success
        }
    }

    /// `drctl policy schema`.
    package struct Schema: DrctlVerb {
        package static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "Print the JSON Schema of policy files, for editors",
            discussion: """
                Makes no call.

                  $ drctl policy schema --out policies/policy.schema.json
                """)

        @OptionGroup package var global: OutputOptions

        package init() {}

        package func run(_ context: CommandContext) async throws -> ExitStatus {
            try context.emit(PolicySchema.text)
            return .success
        }
    }
}
