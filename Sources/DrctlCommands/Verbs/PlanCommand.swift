package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports

/// `drctl plan`: what apply would do.
package struct PlanCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would change, and why",
        discussion: """
            Reads only. Exit code 0: nothing to change; 2: there are changes, or violations that no change fixes.

              $ drctl plan --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var status = ExitStatus.success
        for document in try context.loadPolicies() {
            let evidence = places.evidence
            let plan = try await context.withSession(document.policy) { session in
                Planner.plan(Auditor.audit(try await context.observe(document.policy, session, evidence: evidence)))
            }
            try context.render(.plan(Run([.init(plan.target, .done(plan))])))
            status = status.moreSevere(plan.exitStatus)
        }
        return status
    }
}

extension Plan {
    /// What the plan means to a pipeline.
    var exitStatus: ExitStatus {
        if !steps.isEmpty || !unfixable.isEmpty { return .difference }
        return unknown.isEmpty ? .success : .incomplete
    }
}
