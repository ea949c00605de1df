import AWSNames
package import ArgumentParser
import Files
import Glibc
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
            the primary region of each policy first, and audits again. Ends at the first target that fails. Safe to run
            again, and to kill: the next run finishes, and apply-*.jsonl in the state folder tells what was done. Exit code
            0: everything is met; 2: violations are left; 1: a step failed.

              $ drctl apply --yes --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .apply }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    @Flag(name: .shortAndLong, help: "Do not ask.")
    package var yes = false

    @Flag(
        name: .customLong("keep-going"),
        help: "Go on with the other accounts and regions when one cannot be planned or changed.")
    package var keepGoing = false

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let loaded = RunPolicies(policies: try context.loadPolicies().map(\.policy))
        let (evidence, keepGoing) = (places.evidence, keepGoing)
        return try await context.withTargets(loaded) { run in
            let planned = try await run.each { target in
                (PlannedApply(try await context.observe(target, evidence: evidence)), .success)
            }
            try refuseGaps(planned, context)
            guard try confirm(planned.run.map(\.plan), context) else {
                throw CommandFailure(.refused, "not confirmed; nothing was changed")
            }
            try requireRoom(for: planned.run.values, context)
            let outcome = try await ApplySequence(
                run: run, context: context, evidence: evidence, keepGoing: keepGoing
            ).apply(planned)
            // Whatever failed, what was done is printed first.
            try context.renderForCertain(.apply(outcome.run))
            context.complain(of: outcome.run.failures)
            return outcome.status
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

    /// Makes certain that what is done can be remembered: otherwise nothing is changed.
    private func requireRoom(for planned: [PlannedApply], _ context: CommandContext) throws {
        do {
            for target in planned {
                try context.state.requireRoom(for: target.baseline, plan: target.plan)
            }
        } catch let failure as FileFailure {
            throw CommandFailure(.refused, "\(failure); nothing was changed", hint: failure.hint)
        }
    }

    /// Shows the plan of all targets and asks; nothing to do needs no answer.
    private func confirm(_ run: Run<Plan>, _ context: CommandContext) throws -> Bool {
        let steps = run.values.map(\.steps.count).reduce(0, +)
        guard steps > 0 else { return true }
        let settings = RenderSettings(width: context.console.width, version: Drctl.version, at: context.now())
        let shown = ReportFormat.text.document(.plan(run), settings)
        if yes {
            context.console.say(shown)
            return true
        }
        let changes = CountText.of(steps, "change")
        guard !context.options.noInput, isatty(STDIN_FILENO) == 1 else {
            context.console.say(shown)
            throw CommandFailure(
                .refused, "\(changes) need a yes; nothing was changed", hint: "give --yes in a pipeline")
        }
        let accounts = CountText.list(Set(run.values.map(\.account)).sorted().map(\.description))
        let noun = Set(run.values.map(\.account)).count == 1 ? "account" : "accounts"
        // Also when quiet: nobody says yes to what is not shown.
        let answer = try context.console.ask { write in
            write(shown)
            return try TerminalInput.shared.visibleLine(
                "Type yes to make \(changes) in \(noun) \(accounts): ", write: write)
        }
        return answer?.filter { !$0.isWhitespace } == "yes"
    }
}

/// A target that is to be changed: its plan, and what AWS shows of it now.
struct PlannedApply: Sendable {
    let plan: Plan
    let audit: AuditResult
    let baseline: AppliedBaseline

    init(_ observed: ControlContext) {
        audit = Auditor.audit(observed)
        plan = Planner.plan(audit)
        baseline = AppliedBaseline(of: audit, values: Auditor.observedValues(observed))
    }
}
