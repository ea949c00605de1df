package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill cleanup`: removes what drills left behind, by tags alone.
package struct DrillCleanupCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Remove instances and snapshots that drills left behind",
        discussion: """
            Finds them by their tags, so it works from any machine. Touches nothing that a drill did not make, and is refused
            while a drill of the policy runs on this machine. Exit code 6: something could not be removed.

              $ drctl drill cleanup --expired --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Flag(help: "Only what is past its drctl:expires, of any policy: for a nightly job.")
    package var expired = false

    @Option(help: ArgumentHelp("Only what this drill made.", valueName: "drill"))
    package var drill: String?

    @Flag(name: .customLong("dry-run"), help: "Show what would be removed.")
    package var dryRun = false

    @Option(help: ArgumentHelp("How long to wait for one instance to be gone.", valueName: "seconds"))
    package var limit = 1_800

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("The least time between two looks.", valueName: "seconds"))
    package var pollInterval: Double?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policy = try context.loadPolicy().policy
        let (expired, drill, dryRun, limit) = (expired, drill.map { DrillID(rawValue: $0) }, dryRun, limit)
        let pause = try context.pollInterval(pollInterval)
        // A drill that runs would lose its instance; what has expired belongs to none.
        let lock = expired || dryRun ? nil : try context.lockDrills(of: policy.name)
        defer { withExtendedLifetime(lock) {} }
        let report = try await context.withSession(policy) { session in
            let selected = try await DrillSources(client: session.client).selected(by: policy).ids
            var report = DrillCleanupReport()
            for orphans in try context.drillOrphans(session, of: policy) {
                let found = try await orphans.remove(
                    protected: selected + policy.databases.flatMap(\.select.ids), now: context.now(),
                    expiredOnly: expired, drill: drill, policy: expired ? nil : policy.name, dryRun: dryRun,
                    pause: .milliseconds(pause), limit: .seconds(limit))
                report.removed += found.removed
                report.kept += found.kept
            }
            return report
        }
        try context.render(report)
        guard !report.kept.contains(where: \.isFailure) else { return .cleanupFailed }
        // With one region only, a drill may have left something in another.
        if lock != nil, context.options.region == nil { try context.closeRemoved(of: policy.name, drill: drill) }
        return .success
    }
}

extension CommandContext {
    /// What drills may have left in each region of the policy, or in the one that was asked for.
    ///
    /// - Throws: `AWSSession.Refusal`.
    func drillOrphans(_ session: AWSSession, of policy: RecoveryPolicy) throws -> [DrillOrphans] {
        let regions = options.region.map { [$0] } ?? policy.scope.regions
        return try regions.map { region in
            DrillOrphans(
                client: patient(try session.client(in: region, for: policy)),
                region: region == session.region ? nil : region)
        }
    }
}
