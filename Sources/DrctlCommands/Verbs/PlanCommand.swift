package import ArgumentParser
import Files
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl plan`: what apply would do.
package struct PlanCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would change, and why",
        discussion: """
            Reads only. Exit code 0: nothing to change; 2: there are changes, or violations that no change fixes. A plan
            that is saved can be applied as it is with `drctl apply --plan`.

              $ drctl plan --save plan.json --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .plan }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var coverage: CoverageOptions
    @OptionGroup package var places: EvidenceOptions
    @OptionGroup package var filter: PlanFilterOptions
    @OptionGroup package var window: WindowOptions

    @Flag(help: "Remove what drctl created and the policies do not ask for any more, of the harmless kinds.")
    package var prune = false

    @Option(help: ArgumentHelp("Save the plan for `drctl apply --plan`.", valueName: "file"))
    package var save: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let evidence = places.source
        let loaded = try context.loadValidPolicies()
        let (filter, isNow, prune) = (filter.values, window.now, prune)
        // Only programs read them.
        let tellsCalls = context.options.output == .json
        let outcome = try await context.withTargets(loaded.ofRun, coverage.values) { run in
            try await run.each { target in
                let planned = try await context.planned(
                    target, evidence: evidence, isNow: isNow, isPruning: prune, tellsCalls: tellsCalls)
                let status = filter.part(of: planned.plan).exitStatus
                let isBlind = prune && planned.audit.orphans?.unseen.isEmpty != true
                return (planned, isBlind ? status.moreSevere(.incomplete) : status)
            }
        }
        try filter.requireMatch(in: outcome.run)
        let run = outcome.run.map { planned in
            var part = planned.foreseen(filter.part(of: planned.plan))
            part.cost = planned.pricing.cost(of: part.steps)
            return part
        }
        if let save {
            let digests = Dictionary(loaded.documents.map { ($0.policy.name, $0.digest) }) { first, _ in first }
            let targets = outcome.run.values.map { planned in
                SavedPlan.Target(
                    filter.part(of: planned.plan), of: planned.plan,
                    policyDigest: digests[planned.plan.policy] ?? "")
            }
            let saved = SavedPlan(
                drctl: Drctl.version, at: context.now(), isNow: isNow, targets: targets, prunes: prune)
            let bytes = try saved.encoded()
            try ResultFile(save).write { piece in piece(bytes) }
        }
        try context.render(.plan(run))
        context.complain(of: outcome.run.failures)
        return outcome.status
    }
}

extension Plan {
    /// What the plan means to a pipeline.
    var exitStatus: ExitStatus {
        if !steps.isEmpty || !unfixable.isEmpty { return .difference }
        return unknown.isEmpty ? .success : .incomplete
    }
}
