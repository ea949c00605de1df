package import ArgumentParser
import Files
import RecoveryEngine
import RecoveryModel
package import RecoveryReports

/// `drctl runbook`: what people follow when a database is lost.
package struct RunbookCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "runbook",
        abstract: "Write the runbook of a recovery, with this estate's names, times and commands",
        discussion: """
            Reads only: the policy, AWS, the evidence of drills. Exit code 0: everything was known; 4: something was not, which
            the runbook says; 65: the policy is invalid, and there is no runbook.

              $ drctl runbook --output markdown --out docs/runbook.md --policy policies/knowledge-base.yaml
              $ drctl runbook --output html --out runbook.html --policy policies/knowledge-base.yaml

            In a pipeline, whether the committed one still holds; 2: it is stale, with the chapters that differ:

              $ drctl runbook --check docs/runbook.md --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    @Flag(help: "Make no AWS call: what only AWS knows is said to be unknown, or as the inventory has it.")
    package var offline = false

    @Option(
        help: ArgumentHelp("Compare this file, in Markdown or HTML, with what would be written now.", valueName: "file")
    )
    package var check: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let committed = try check.map { try context.committedRunbook($0) }
        let documents = try context.loadPolicies()
        let facts =
            offline
            ? try await context.offlineFacts(documents, places.source)
            : try await context.runbookFacts(documents, places.source)
        let runbook = Runbook.make(facts)
        guard let committed else {
            try context.render(runbook)
            for gap in runbook.gaps { context.console.say("Not known: \(gap)") }
            return offline || runbook.gaps.isEmpty ? .success : .incomplete
        }
        let comparison = RunbookComparison(
            committed.text, file: committed.path, Runbook.make(facts.asOf(committed.edition)),
            expired: facts.expired(in: committed.edition))
        try context.render(comparison)
        guard comparison.differences.isEmpty else { return .difference }
        return offline || runbook.gaps.isEmpty ? .success : .incomplete
    }
}

extension CommandContext {
    /// A runbook that somebody has kept.
    ///
    /// - Throws: `CommandFailure` when it is none.
    fileprivate func committedRunbook(
        _ path: String
    ) throws -> (path: String, text: String, edition: RunbookEdition) {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try InputFile(path, mebibytes: 16).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let bytes else { throw CommandFailure(.usage, "failed to read the runbook: \(path) not found") }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let edition = RunbookEdition(file: text) else {
            throw CommandFailure(
                .usage, "\(path) is no runbook of drctl's: it has no line of its edition",
                hint: "write one with `drctl runbook --output markdown --out \(path)`")
        }
        return (path, text, edition)
    }
}
