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
        let document = try context.loadPolicy()
        let policy = document.policy
        let orphans = try await context.withTarget(of: document, region: context.homeRegion(of: policy)) { _, target in
            var found: [DrillStatus.Instance] = []
            for orphans in try context.drillOrphans(target.session, of: policy) {
                found += try await orphans.instances().map { .init($0, region: orphans.region) }
            }
            return found
        }
        let running = try context.runningDrill(of: policy.name)
        let status = DrillStatus(
            unfinished: try context.unfinishedDrills(of: policy.name).map { _, machine in
                let id = machine.request.id
                return .init(
                    drill: id, phase: machine.phase,
                    state: id == running ? .running : machine.state == .finished ? .over : .stopped)
            }, instances: orphans)
        try context.render(status)
        return status.isClean ? .success : .cleanupFailed
    }
}
