package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl backup prune`: deletes what a policy of retention does not keep.
package struct BackupPruneCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Delete old backups: the newest of days, weeks, months and years stay",
        discussion: """
            Shows what would go; --yes deletes it. Days without a backup do not count, so that no clock deletes anything. The
            last backup that was verified stays, and one with a file `hold` beside its manifest. Exit code 2: some would go.

              $ drctl backup prune --from backups --keep-daily 30 --keep-monthly 12
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var chosen: BackupPolicyOptions
    @OptionGroup package var source: BackupSourceOptions

    @Option(
        name: .customLong("keep-daily"),
        help: ArgumentHelp("So many days with a backup (default: the policy's, or 30).", valueName: "count"))
    package var daily: Int?

    @Option(
        name: .customLong("keep-weekly"),
        help: ArgumentHelp("So many weeks (default: the policy's, or 0).", valueName: "count"))
    package var weekly: Int?

    @Option(
        name: .customLong("keep-monthly"),
        help: ArgumentHelp("So many months (default: the policy's, or 12).", valueName: "count"))
    package var monthly: Int?

    @Option(
        name: .customLong("keep-yearly"),
        help: ArgumentHelp("So many years (default: the policy's, or 0).", valueName: "count"))
    package var yearly: Int?

    @Option(
        name: .customLong("keep-newest"),
        help: ArgumentHelp("At least so many of each database (default: the policy's, or 3).", valueName: "count"))
    package var newest: Int?

    @Flag(name: .customLong("unfinished"), help: "Delete leftovers of killed backups too, when none is being made.")
    package var unfinished = false

    @Flag(help: "Delete.")
    package var yes = false

    package init() {}

    package mutating func validate() throws {
        if [daily, weekly, monthly, yearly].contains(where: { ($0 ?? 0) < 0 }) {
            throw ValidationError("a count must not be negative")
        }
        if let newest, newest < 1 { throw ValidationError("--keep-newest must be at least 1") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let entry = try context.selfManaged(chosen)
        var rules = entry?.backups?.keep ?? .standard
        rules.daily = daily ?? rules.daily
        rules.weekly = weekly ?? rules.weekly
        rules.monthly = monthly ?? rules.monthly
        rules.yearly = yearly ?? rules.yearly
        rules.minimum = newest ?? rules.minimum
        let trust = try context.backupTrust(source)
        let wanted = rules
        let plan = try await context.withBackups(source.from ?? entry?.backups?.to, option: "--from") { access in
            let pruner = BackupPruner(access.store, trust: trust)
            let plan = try await pruner.plan(wanted, includingUnfinished: unfinished)
            return yes ? await pruner.execute(plan) : plan
        }
        try context.renderForCertain(Report(plan))
        guard plan.failures.isEmpty else { return .failed }
        return plan.isDone || plan.removed.isEmpty && plan.leftovers.isEmpty ? .success : .difference
    }
}
