package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl snapshots rotate`: keeps manual snapshots of so many months, and what else is asked for.
package struct SnapshotsRotateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make, copy and delete the monthly snapshots that the policy asks for",
        discussion: """
            Shows what would be done; --yes does it, and waits until snapshots and copies are finished. Only snapshots that
            rotations made are deleted, never the last good one. To be run daily: a run that was killed is finished by the
            next one, and no snapshot is made twice.
            Exit code 0: nothing to change, or done; 2: something would be changed; 4: something is unfinished or stands in
            the way; 5: refused, as a quota has no room.

              $ drctl snapshots rotate --policy policies/knowledge-base.yaml
              $ drctl snapshots rotate --yes --keep-daily 7 --keep-weekly 4 --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: LookupOptions

    @Option(help: ArgumentHelp("Only this database; may be repeated.", valueName: "id"))
    package var database: [String] = []

    @Option(
        name: .customLong("keep-daily"),
        help: ArgumentHelp(
            "So many days with a snapshot, besides the policy's months (default: 0).", valueName: "count"))
    package var daily = 0

    @Option(
        name: .customLong("keep-weekly"), help: ArgumentHelp("So many weeks (default: 0).", valueName: "count"))
    package var weekly = 0

    @Option(
        name: .customLong("keep-yearly"), help: ArgumentHelp("So many years (default: 0).", valueName: "count"))
    package var yearly = 0

    @Option(
        name: .customLong("keep-newest"),
        help: ArgumentHelp("At least so many good ones, whatever their age (default: 3).", valueName: "count"))
    package var newest = 3

    @Flag(help: "Do it.")
    package var yes = false

    @Option(
        help: ArgumentHelp(
            "How long to wait until snapshots and copies are finished; 0 leaves the rest to the next run (default: 120).",
            valueName: "minutes"))
    package var wait = 120.0

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("The time between two looks (default: 15).", valueName: "seconds"))
    package var pollInterval: Double?

    @OptionGroup package var coverage: CoverageOptions

    package init() {}

    package mutating func validate() throws {
        if [daily, weekly, yearly].contains(where: { $0 < 0 }) {
            throw ValidationError("a count must not be negative")
        }
        if newest < 1 { throw ValidationError("--keep-newest must be at least 1") }
        if !(0...1_440).contains(wait) { throw ValidationError("--wait must be between 0 and 1440 minutes") }
        if let pollInterval, pollInterval < 0.01 { throw ValidationError("--poll-interval must be at least 0.01") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var rules = RetentionRules()
        (rules.daily, rules.weekly, rules.yearly, rules.minimum) = (daily, weekly, yearly, newest)
        let loaded = try context.loadValidPolicies()
        let rotations = Rotations(
            context: context, extra: rules, databases: database, isForReal: yes,
            patience: .init(limit: Int(wait * 60_000), pause: try context.pollInterval(pollInterval ?? 15)))
        try rotations.require(loaded)
        let outcome = try await context.withTargets(loaded.ofRun, coverage.values) { run in
            try await run.each { target in
                let rotation = try await rotations.rotation(of: target)
                return (rotation, rotation.verdict(isDone: yes).exitStatus)
            }
        }
        try rotations.requireDatabases(outcome.run)
        try context.renderForCertain(Report(RotationReport(outcome.run, isDone: yes)))
        context.complain(of: outcome.run.failures)
        return outcome.status
    }
}

extension RotationReport.Verdict {
    /// What a rotation means to a pipeline.
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .current, .rotated: .success
        case .due: .difference
        case .incomplete: .incomplete
        case .failed: .failed
        case .refused: .refused
        }
    }
}
