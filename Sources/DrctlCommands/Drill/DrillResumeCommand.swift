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
            Continues the newest unfinished drill of the policy, or the named one, from its ledger.

              $ drctl drill resume --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Argument(help: ArgumentHelp("The drill's id.", valueName: "drill"))
    package var drill: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy()
        let unfinished = try context.unfinishedDrills(of: document.policy.name)
        guard
            let (ledger, machine) = unfinished.last(where: { drill == nil || $0.machine.request.id.rawValue == drill })
        else {
            if let drill, let meant = Spelling.hint(for: drill, in: unfinished.map(\.machine.request.id.rawValue)) {
                throw CommandFailure(.usage, "no unfinished drill \(drill) found on this machine", hint: meant)
            }
            throw CommandFailure(
                .refused, "no unfinished drill \(drill ?? "of \(document.policy.name)") found on this machine",
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
