package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill selftest`: proves that a drill detects faults.
package struct DrillSelftestCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Prove that a drill detects every kind of fault",
        discussion: """
            Runs one real drill with additional checks that must fail, and replays it with each fault simulated. Exit
            code 0: every fault was detected; 3: one was not.

              $ drctl drill selftest --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    @Option(help: ArgumentHelp("The instance, if the policy selects several.", valueName: "id"))
    package var instance: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy(of: instance)
        let settings = settings
        var options = DrillOptions()
        options.instance = instance
        options.pollInterval = try context.pollInterval(settings.pollInterval)
        let (record, report) = try await context.withTarget(of: document, database: instance) {
            [options] part, target in
            let drills = Drills(context: context, document: part, settings: settings, session: target.session)
            return try await drills.selftest(try await drills.request(options))
        }
        try context.render(report)
        if record.verdict == .cleanupFailed { return .cleanupFailed }
        return report.isPassed ? .success : .notVerified
    }
}
