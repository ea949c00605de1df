package import ArgumentParser
import Files
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl apply`: makes AWS match the policies.
package struct ApplyCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make AWS match the policy, then audit again",
        discussion: """
            Plans every account and region first, shows one plan, asks once (or takes --yes), does exactly what was shown,
            the primary region of each policy first, and audits again. Ends at the first target that fails. What others
            made is replaced, and what is there weakened, only when it is allowed. Safe to run again, and to kill: the next
            run finishes, and `drctl apply history` tells what was done. Exit code 0: everything is met; 2: violations are
            left; 1: a step failed; 5: refused, and nothing was changed.

              $ drctl apply --yes --policy policies/knowledge-base.yaml
            """,
        subcommands: [ApplyHistoryCommand.self, ApplyShowCommand.self])

    package static var reports: Report.Kind { .apply }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions
    @OptionGroup package var consent: ConsentOptions
    @OptionGroup package var filter: PlanFilterOptions
    @OptionGroup package var window: WindowOptions

    @Flag(name: .shortAndLong, help: "Do not ask.")
    package var yes = false

    @Flag(
        name: .customLong("keep-going"),
        help: "Go on with the other accounts and regions when one cannot be planned or changed.")
    package var keepGoing = false

    @Option(
        help: ArgumentHelp(
            "Execute this plan of `drctl plan --save`, unless something has changed since.", valueName: "file"))
    package var plan: String?

    @Flag(
        help: ArgumentHelp(
            "Remove what drctl created and the policies do not ask for any more: alarms, dashboards, event subscriptions with "
                + "their sources, inline policies of roles. Never data, keys, buckets, topics or roles."))
    package var prune = false

    @Option(help: ArgumentHelp("How long to wait for one change of a database (default: 1h).", valueName: "duration"))
    package var wait: String?

    @Flag(
        name: .customLong("no-simulation"),
        help: "Do not ask IAM beforehand whether the calls are allowed: it does not know policies of resources.")
    package var noSimulation = false

    @Flag(
        name: .customLong("respect-stacks"),
        help: "Refuse to change what CloudFormation, Terraform or the like manages, by its tags.")
    package var respectStacks = false

    @Option(
        help: ArgumentHelp(
            "Forget this database, which is gone for good: drift reports it until then. May be repeated.",
            valueName: "name"))
    package var forget: [String] = []

    package init() {}

    package func validate() throws {
        if plan != nil, !filter.only.isEmpty || !filter.exclude.isEmpty {
            throw ValidationError("--plan executes the saved plan: give --only and --exclude to `drctl plan --save`")
        }
        if plan != nil, window.now || prune {
            let flag = prune ? "--prune" : "--now"
            throw ValidationError("--plan executes the saved plan: give \(flag) to `drctl plan --save`")
        }
        if let wait, TimeSpan(wait) == nil { throw ValidationError("--wait must be a duration such as 30m") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let documents = try context.loadPolicies()
        let saved = try plan.map(context.savedPlan)
        let loaded = RunPolicies(policies: documents.map(\.policy))
        let (evidence, keepGoing, filter) = (places.source, keepGoing, filter.values)
        let noSimulation = noSimulation
        let isNow = saved?.isNow ?? window.now
        let digests = Dictionary(documents.map { ($0.policy.name, $0.digest) }) { first, _ in first }
        let forgotten = forget
        let isPruning = prune || saved?.prunes == true
        let limit = wait.flatMap { TimeSpan($0) }
        return try await context.withTargets(loaded) { run in
            let locks = ApplyLocks(context: context, evidence: evidence.place)
            return try await locks.held(loaded.policies, run.sessions.own) { shared in
                let planned = try await run.each { target in
                    var planned = try await context.planned(
                        target, evidence: evidence, isNow: isNow, isPruning: isPruning)
                    let part = filter.part(of: planned.plan)
                    if !part.steps.isEmpty, !noSimulation {
                        planned.permissions = try await ApplyPreflight(
                            client: target.session.client, caller: target.session.caller
                        ).permissions(for: part)
                    }
                    return (planned, .success)
                }
                try refuseGaps(planned, context)
                try filter.requireMatch(in: planned.run)
                let wanted = try planned.mapped { planned in
                    try context.part(of: planned, filter, saved, documents)
                }
                try requireUse(of: consent.values, planned.run, context)
                try saved.map { try context.requireTargets(of: $0, in: wanted.run) }
                try requirePermissions(for: wanted.run.values, context)
                try requireNoObstacles(for: wanted.run.values, context)
                try await ApplyLocks.requireBuckets(of: shared, madeBy: wanted.run.values)
                if respectStacks { try requireNoStacks(for: wanted.run.values, context) }
                try ApplyConfirmation(context: context, consent: consent.values, isGiven: yes).require(
                    wanted.run.map(\.plan))
                try requireRoom(for: wanted.run.values, context)
                let outcome = try await ApplySequence(
                    run: run, context: context, evidence: evidence, keepGoing: keepGoing, isNow: isNow, limit: limit,
                    digests: digests, forgotten: forgotten, isPruning: isPruning, permit: { try await shared.require() }
                ).apply(wanted)
                // Whatever failed, what was done is printed first.
                try context.renderForCertain(.apply(outcome.run))
                context.complain(of: outcome.run.failures)
                return outcome.status
            }
        }
    }

    /// A target that could not be planned ends the run while nothing is changed, unless it is to go on.
    private func refuseGaps(_ planned: RunOutcome<PlannedApply>, _ context: CommandContext) throws {
        let failures = planned.run.failures
        guard let first = failures.first, !keepGoing || planned.run.values.isEmpty else { return }
        guard planned.run.entries.count > 1, !planned.run.values.isEmpty || planned.status == .incomplete else {
            throw CommandFailure(planned.status, first.failure.description, hint: first.failure.hint)
        }
        for (target, failure) in failures {
            context.console.complain("\(target.shown): \(failure)", hint: failure.hint)
        }
        let count = CountText.of(planned.run.entries.count, "target")
        throw CommandFailure(
            .refused, "\(failures.count) of \(count) could not be planned; nothing was changed",
            hint: planned.run.values.isEmpty ? nil : "pass --keep-going to change the others")
    }

    /// Refuses consent to what the policies do not require, which is a slip; says what no step of this run needs.
    private func requireUse(
        of consent: ApplyConsent, _ run: Run<PlannedApply>, _ context: CommandContext
    ) throws {
        guard run.failures.isEmpty else { return }
        let (findings, steps) = (run.values.flatMap(\.audit.findings), run.values.flatMap(\.whole.steps))
        for (option, selector) in consent.unneeded(by: run.values.map(\.plan)) {
            if !steps.contains(where: selector.allows), let mistake = selector.mistake(in: findings) {
                throw CommandFailure(
                    .usage, "\(option) \(selector): \(mistake.summary); nothing was changed", hint: mistake.hint)
            }
            context.console.say("\(option) \(selector) is not needed: no step of this run asks for it")
        }
    }

    /// A caller who may not make every call makes none.
    private func requirePermissions(for planned: [PlannedApply], _ context: CommandContext) throws {
        var refused = 0
        for target in planned {
            guard let facts = target.permissions, !target.plan.steps.isEmpty else { continue }
            if let failure = facts.failure {
                context.console.say("\(target.plan.target.shown): permissions were not simulated: \(failure)")
            }
            for refusal in PlanPermissions.refusals(facts, of: target.plan) {
                context.console.complain(
                    "\(target.plan.target.shown): not allowed to call \(refusal.action) on \(refusal.resource)")
                refused += 1
            }
        }
        guard refused == 0 else {
            throw CommandFailure(
                .refused,
                "\(CountText.of(refused, "call")) of the plan \(refused == 1 ? "is" : "are") not allowed; nothing was changed",
                hint:
                    "`drctl iam --for apply` prints what the role needs; --no-simulation is for rights that come from the "
                    + "policy of a bucket, topic or key")
        }
    }

    /// A step that cannot work keeps those before it from being made.
    private func requireNoObstacles(for planned: [PlannedApply], _ context: CommandContext) throws {
        var found = 0
        for target in planned {
            let taken = PlanObstacles.takenNames(in: target.plan, of: target.whole, filter.values)
            // Several steps may have one in common.
            var told: Set<PlanObstacle> = []
            for obstacle in taken + target.plan.steps.flatMap(\.obstacles) where told.insert(obstacle).inserted {
                let text = "\(target.plan.target.shown): \(obstacle.cause)"
                guard obstacle.isCertain else {
                    context.console.say("\(text); \(obstacle.fix)")
                    continue
                }
                context.console.complain(text, hint: obstacle.fix)
                found += 1
            }
        }
        guard found == 0 else {
            throw CommandFailure(
                .refused, "\(CountText.of(found, "obstacle")) would stop the apply on its way; nothing was changed",
                hint: "fix what is named, or leave its steps out with --exclude CONTROL:RESOURCE")
        }
    }

    private func requireNoStacks(for planned: [PlannedApply], _ context: CommandContext) throws {
        let managed = planned.flatMap(\.plan.steps).filter { $0.manager != nil }
        guard let first = managed.first, let manager = first.manager else { return }
        for step in managed {
            context.console.complain("\(step.facts.resource.shown) is managed by \(step.manager ?? "")")
        }
        throw CommandFailure(
            .refused, "\(CountText.of(managed.count, "step")) would change what others manage; nothing was changed",
            hint: "change \(first.facts.resource.shown) in \(manager), or leave --respect-stacks out")
    }

    /// Makes certain that what is done can be remembered: otherwise nothing is changed.
    private func requireRoom(for planned: [PlannedApply], _ context: CommandContext) throws {
        do {
            for target in planned {
                try context.state.requireRoom(for: target.baseline, plan: target.plan, at: context.now())
            }
        } catch let failure as FileFailure {
            throw CommandFailure(.refused, "\(failure); nothing was changed", hint: failure.hint)
        }
    }
}
