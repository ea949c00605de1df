package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The options of verbs that read what applies remembered, and make no call.
package struct ApplyHistoryOptions: VerbOptions {
    @OptionGroup package var policy: PolicyOption
    @OptionGroup package var state: StateOption
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(policy, state, format, printing) }
}

/// `drctl apply history`: what earlier applies did.
package struct ApplyHistoryCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List what earlier applies did",
        discussion: """
            Reads the records in the state folder and makes no AWS call.

              $ drctl apply history --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: ApplyHistoryOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        try context.render(ApplyHistory(try context.pastApplies()))
        return .success
    }
}

/// `drctl apply show`: one earlier apply, step by step.
package struct ApplyShowCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the steps of an earlier apply",
        discussion: """
            With --output json it has every document as it was before the apply, and as it was written.

              $ drctl apply show 3 --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: ApplyHistoryOptions

    @Argument(help: ArgumentHelp("Its number in `drctl apply history`.", valueName: "number"))
    package var number: Int

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let applies = try context.pastApplies()
        guard (1...max(1, applies.count)).contains(number), !applies.isEmpty else {
            let range = applies.isEmpty ? "no apply is recorded" : "there are the numbers 1 to \(applies.count)"
            throw CommandFailure(.usage, "apply \(number) not found", hint: range)
        }
        try context.render(ApplyHistory(applies, showing: number))
        return .success
    }
}

extension CommandContext {
    /// What applies of the policies remembered.
    ///
    /// - Throws: `CommandFailure`, `FileFailure`.
    fileprivate func pastApplies() throws -> [PastApply] {
        try loadPolicies().flatMap { try state.applies(of: $0.policy.name) }
    }
}
