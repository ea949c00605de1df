package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// `drctl drill status`: what runs, what was left unfinished, what AWS still has.
package struct DrillStatusCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show unfinished drills, and instances that drills left behind",
        discussion: """
            Reads only. Exit code 0: nothing is unfinished; 6: something is left.

              $ drctl drill status --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policy = try context.loadPolicy().policy
        var lines: [String] = []
        for (_, machine) in context.unfinishedDrills(of: policy.name) {
            lines.append("unfinished: \(machine.request.id) stopped during \(machine.phase.rawValue)")
        }
        let orphans = try await context.withSession(policy) { session in
            var found: [(instance: InstanceFacts, place: String)] = []
            for orphans in try context.drillOrphans(session, of: policy) {
                let place = orphans.region.map { " in \($0)" } ?? ""
                found += try await orphans.instances().map { ($0, place) }
            }
            return found
        }
        for (instance, place) in orphans {
            let expires = instance.tags[DrillTag.expires] ?? "never"
            lines.append(
                "instance: \(instance.id)\(place) of drill \(instance.tags[DrillTag.drill] ?? ""), \(instance.status), "
                    + "expires \(expires)")
        }
        let isClean = lines.isEmpty
        if isClean { lines = ["no drill is unfinished, and no drill has an instance"] }
        try context.emit(lines.joined(separator: "\n"))
        return isClean ? .success : .cleanupFailed
    }
}

extension CommandContext {
    /// Drills of a policy whose process ended before they did, newest last.
    func unfinishedDrills(of policy: String) -> [(ledger: DrillLedger, machine: DrillMachine)] {
        DrillLedger.all(in: drillFolder).compactMap { ledger in
            do {
                let machine = try ledger.machine()
                return machine.request.policy == policy && machine.state != .finished ? (ledger, machine) : nil
            } catch {
                console.complain("\(error)")
                return nil
            }
        }
    }
}
