package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports

/// `drctl plan`: what apply would do.
package struct PlanCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would change, and why",
        discussion: """
            Reads only. Exit code 0: nothing to change; 2: there are changes, or violations that no change fixes.

              $ drctl plan --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .plan }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var coverage: CoverageOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let evidence = places.evidence
        return try await context.report(on: try context.loadValidPolicies().ofRun, coverage.values, as: Report.plan) {
            target in
            let plan = Planner.plan(Auditor.audit(try await context.observe(target, evidence: evidence)))
            return (plan, plan.exitStatus)
        }
    }
}

extension Plan {
    /// What the plan means to a pipeline.
    var exitStatus: ExitStatus {
        if !steps.isEmpty || !unfixable.isEmpty { return .difference }
        return unknown.isEmpty ? .success : .incomplete
    }
}
