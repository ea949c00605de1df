import AWSNames
package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill cleanup`: deletes what drills left behind, found by tags alone.
package struct DrillCleanupCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Delete instances and snapshots that drills left behind",
        discussion: """
            Finds them by their tags, so it works from any machine. It deletes nothing that a drill did not create, and
            is refused while a drill of the policy is running on this machine. Exit code 6: something could not be
            deleted.

              $ drctl drill cleanup --expired --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Flag(help: "Only expired resources (by the tag drctl:expires), of any policy. For a nightly job.")
    package var expired = false

    @Option(help: ArgumentHelp("Only the resources of this drill.", valueName: "drill"))
    package var drill: String?

    @Flag(name: .customLong("dry-run"), help: "Show what would be deleted.")
    package var dryRun = false

    @Option(help: ArgumentHelp("How long to wait for the deletion of one instance.", valueName: "seconds"))
    package var limit = 1_800

    @Option(
        name: .customLong("poll-interval"),
        help: ArgumentHelp("The shortest time between two polls of an instance.", valueName: "seconds"))
    package var pollInterval: Double?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var report = DrillCleanupReport()
        var problem: (any Error)?
        for document in try context.loadPolicies() {
            do {
                let found = try await cleanUp(document, context)
                report.removed += found.removed
                // What belongs to no named policy is met again with each of them.
                report.kept += found.kept.filter { !report.kept.contains($0) }
            } catch {
                if let problem { context.console.complain("\(problem)") }
                problem = error
                if error is CancellationError { break }
            }
        }
        // What was deleted is told first, whatever went wrong with another policy.
        if problem == nil || !report.removed.isEmpty || !report.kept.isEmpty { try context.render(report) }
        if let problem { throw problem }
        return report.kept.contains(where: \.isFailure) ? .cleanupFailed : .success
    }

    private func cleanUp(_ document: PolicyDocument, _ context: CommandContext) async throws -> DrillCleanupReport {
        let policy = document.policy
        let (expired, drill, dryRun, limit) = (expired, drill.map { DrillID(rawValue: $0) }, dryRun, limit)
        let pause = try context.pollInterval(pollInterval)
        // A running drill would lose its instance; an expired instance belongs to no running drill.
        let lock = expired || dryRun ? nil : try context.lockDrills(of: policy.name)
        defer { withExtendedLifetime(lock) {} }
        let report = try await context.withTarget(of: document, region: context.homeRegion(of: policy)) { _, target in
            let session = target.session
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
        guard !report.kept.contains(where: \.isFailure) else { return report }
        // With one region only, a drill may have left something in another.
        if lock != nil, context.options.region == nil { try context.closeRemoved(of: policy.name, drill: drill) }
        return report
    }
}

extension CommandContext {
    /// The region from which a command looks at all regions of a policy.
    func homeRegion(of policy: RecoveryPolicy) -> Region? { policy.targetRegions.first }

    /// The leftovers of drills in each region of the policy, or in the region of `--region`.
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
