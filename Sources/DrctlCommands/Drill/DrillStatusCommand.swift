package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill status`: shows running and unfinished drills, and drills' instances in AWS.
package struct DrillStatusCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show unfinished drills and instances that drills left behind",
        discussion: """
            Read-only. Exit code 0: nothing is unfinished, except a drill that is running on this machine; 6: something
            is left.

              $ drctl drill status --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var unfinished: [DrillStatus.Unfinished] = []
        var instances: [DrillStatus.Instance] = []
        let ledgers = try context.openLedgers(in: context.drillFolder)
        for document in try context.loadPolicies() {
            let policy = document.policy
            let found = try await context.withTarget(of: document, region: context.homeRegion(of: policy)) {
                _, target in
                var found: [DrillStatus.Instance] = []
                for orphans in try context.drillOrphans(target.session, of: policy) {
                    found += try await orphans.instances().map { .init($0, region: orphans.region) }
                }
                return found
            }
            // Drills of every policy are found in each region.
            let known = Set(instances)
            instances += found.filter { !known.contains($0) }
            let running = try context.runningDrills(of: policy.name)
            unfinished += ledgers.of(policy.name).map { _, machine in
                let id = machine.request.id
                return .init(
                    drill: id, phase: machine.phase,
                    state: running.contains(id) ? .running : machine.state == .finished ? .over : .stopped)
            }
        }
        let status = DrillStatus(
            unfinished: unfinished, instances: instances, unreadable: ledgers.unreadable)
        try context.render(status)
        return status.isClean ? .success : .cleanupFailed
    }
}
