package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports

/// `drctl alarms chain`: every link between an alarm and its subscribers.
package struct AlarmsChainCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Show each link between an alarm and its subscribers, and what is broken",
        discussion: """
            Reads only, by the same controls as `audit`; a waiver fixes no link. Exit code 0: every link holds; 2: one is
            broken; 4: one could not be read.

              $ drctl alarms chain --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Option(help: ArgumentHelp("Only this alarm; may be repeated.", valueName: "name"))
    package var alarm: [String] = []

    @Flag(name: .shortAndLong, help: "Show the links that hold, too.")
    package var verbose = false

    @OptionGroup package var coverage: CoverageOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let loaded = try context.loadValidPolicies()
        let names = alarm
        let outcome = try await context.withTargets(loaded.ofRun, coverage.values) { run in
            try await run.each { target in
                let chains = AlertChain.all(try await context.alerting(target))
                return (chains, chains.only(names).exitStatus)
            }
        }
        try outcome.run.requireAlarms(names) { $0 }
        try context.render(AlertChainReport(outcome.run.map { $0.only(names) }), verbose: verbose)
        return outcome.status
    }
}

extension [AlertChain] {
    /// What the chains mean to a pipeline. Without a chain nothing is known.
    fileprivate var exitStatus: ExitStatus {
        if contains(where: { $0.broken != nil }) { return .difference }
        return !isEmpty && allSatisfy(\.isWhole) ? .success : .incomplete
    }
}
