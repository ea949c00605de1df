import AWSCore
package import ArgumentParser
import PostgresTools
import RecoveryModel
import RecoveryRuntime

/// `drctl doctor`: is everything there that the other verbs need?
package struct DoctorCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check credentials, region, clock and tools, each with its fix",
        discussion: """
            Reads only. Exit code 0: ready; 77: no credentials; 5: the policy is not for this account; 1: something is missing.

              $ drctl doctor --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy()
        let policy = document.policy
        var checkup = Checkup()
        checkup.good("policy", "\(policy.name): RTO \(policy.objectives.rto), RPO \(policy.objectives.rpo)")
        for fact in try context.configuration().facts where fact.origin != .standard {
            checkup.good(fact.name, "\(fact.value) (from \(fact.origin))")
        }
        let who = try await context.withTarget(
            of: document, region: context.options.region ?? policy.targetRegions.first
        ) {
            _, target in
            let session = target.session
            return [("identity", session.caller), ("account", "\(session.account) in \(session.region)")]
        }
        for (name, text) in who { checkup.good(name, text) }
        if policy.drill != nil {
            do {
                checkup.good("psql", try ClientTools.locate(environment: context.environment).directory)
            } catch {
                checkup.bad(
                    "psql", "\(error)", fix: "install PostgreSQL's client programs; drills verify the data with psql")
            }
        }
        try context.emit(checkup.lines.joined(separator: "\n"))
        return checkup.isHealthy ? .success : .failed
    }

}

/// What was looked at and how it is.
struct Checkup: Sendable {
    private(set) var lines: [String] = []
    private(set) var isHealthy = true

    mutating func good(_ name: String, _ text: String) {
        lines.append("ok       \(name): \(text)")
    }

    mutating func bad(_ name: String, _ text: String, fix: String) {
        isHealthy = false
        lines.append("MISSING  \(name): \(text)\n         fix: \(fix)")
    }
}
