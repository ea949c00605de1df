package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl drill resume`: continues a drill whose process was killed.
package struct DrillResumeCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish a drill whose process was killed",
        discussion: """
            Continues the newest unfinished drill of the policy, or the named one, from its ledger. A series of drills
            (--due, --all) is continued as a whole: what is done is not done again.

              $ drctl drill resume --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Argument(help: ArgumentHelp("The drill's id.", valueName: "drill"))
    package var drill: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let documents = try context.loadPolicies()
        let unfinished = try documents.flatMap { try context.unfinishedDrills(of: $0.policy.name) }
        if let (ledger, progress) = try context.openSeries(of: documents.map(\.policy.name)) {
            // A drill that was begun alone after the series is what was stopped last.
            let isLast = !unfinished.contains { _, machine in
                machine.request.startedAt > progress.opening.at
                    && !progress.begun.values.contains(machine.request.id)
            }
            if drill == progress.opening.id || drill == nil && isLast {
                return try await context.resume(ledger, progress, documents, settings)
            }
        }
        let wanted = unfinished.filter { drill == nil || $0.machine.request.id.rawValue == drill }
        let others = Set(wanted.map(\.machine.request.policy)).sorted()
        guard others.count <= 1 else {
            throw CommandFailure(
                .usage, "several policies have an unfinished drill: \(CountText.list(others))",
                hint: "choose one of \(CountText.list(wanted.map(\.machine.request.id.rawValue)))")
        }
        guard let (ledger, machine) = wanted.last,
            let document = documents.first(where: { $0.policy.name == machine.request.policy })
        else {
            if let drill, let meant = Spelling.hint(for: drill, in: unfinished.map(\.machine.request.id.rawValue)) {
                throw CommandFailure(.usage, "no unfinished drill \(drill) found on this machine", hint: meant)
            }
            throw CommandFailure(
                .refused,
                "no unfinished drill \(drill ?? "of \(CountText.list(documents.map(\.policy.name)))") found on this machine",
                hint: "run `drctl drill cleanup`, which finds a drill's resources by their tags")
        }
        let settings = settings
        let region = machine.request.scope.region
        let record = try await context.withTarget(of: document, region: region) { part, target in
            try await Drills(context: context, document: part, settings: settings, session: target.session)
                .resume(ledger, machine)
        }
        try context.render(record)
        return record.verdict.exitStatus
    }
}
