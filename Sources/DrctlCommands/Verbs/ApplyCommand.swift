package import ArgumentParser
import Files
import Glibc
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime
import Synchronization

/// `drctl apply`: makes AWS match the policy.
package struct ApplyCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make AWS match the policy, then audit again",
        discussion: """
            Shows the plan, asks (or takes --yes), does exactly what was shown, and audits again. Safe to run again, and to
            kill: the next run finishes, and apply-*.jsonl in the state folder tells what was done. Exit code 0: everything
            is met; 2: violations are left; 1: a step failed.

              $ drctl apply --yes --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .apply }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    @Flag(name: .shortAndLong, help: "Do not ask.")
    package var yes = false

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let document = try context.loadPolicy()
        let evidence = places.evidence
        return try await context.withSession(document.policy) { session in
            let before = try await context.observe(document.policy, session, evidence: evidence)
            let plan = Planner.plan(Auditor.audit(before))
            guard try confirm(plan, context) else {
                throw CommandFailure(.refused, "not confirmed; nothing was changed")
            }
            let applier = Applier(client: context.patient(session.client), now: context.now)
            let journal = try journal(
                of: plan, after: AppliedBaseline(of: Auditor.audit(before), values: Auditor.observedValues(before)),
                context)
            let isJournalBroken = Mutex(false)
            var record = await applier.apply(plan) { event in
                context.console.tell(event)
                do {
                    try journal?.note(event, at: context.now())
                } catch {
                    // The next line would say the same.
                    let wasBroken = isJournalBroken.withLock { isBroken in
                        defer { isBroken = true }
                        return isBroken
                    }
                    if !wasBroken { context.console.complain("\(error)") }
                }
            }
            // Whatever fails from here on, what was done is printed first.
            let after = await Self.result {
                try Task.checkCancellation()
                return try await context.observe(document.policy, session, evidence: evidence)
            }
            record.auditAfter = try? Auditor.audit(after.get())
            let printed = Result { try context.renderForCertain(.apply(Run([.init(plan.target, .done(record))]))) }
            if let audit = record.auditAfter {
                try context.state.save(AppliedBaseline(of: audit, values: Auditor.observedValues(after.get())))
            }
            try printed.get()
            if Task.isCancelled, let journal {
                context.console.complain(
                    "interrupted; what was done is in \(journal.path)", hint: "run drctl apply again: it does the rest")
            }
            if !Task.isCancelled { _ = try after.get() }
            guard record.conclusion == .applied else { return .failed }
            return record.auditAfter?.exitStatus ?? .failed
        }
    }

    /// Begins the journal, once it is certain that what is done can be remembered: without it nothing is changed.
    private func journal(of plan: Plan, after baseline: AppliedBaseline, _ context: CommandContext) throws
        -> ApplyJournal?
    {
        do {
            try context.state.requireRoom(for: baseline, steps: plan.steps.count)
            return plan.steps.isEmpty ? nil : try ApplyJournal(context.state, plan: plan)
        } catch let failure as FileFailure {
            throw CommandFailure(.refused, "\(failure); nothing was changed", hint: failure.hint)
        }
    }

    private static func result<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Shows the plan and asks; nothing to do needs no answer.
    private func confirm(_ plan: Plan, _ context: CommandContext) throws -> Bool {
        guard !plan.steps.isEmpty else { return true }
        let settings = RenderSettings(width: context.console.width, version: Drctl.version, at: plan.at)
        context.console.say(ReportFormat.text.document(.plan(Run([.init(plan.target, .done(plan))])), settings))
        if yes { return true }
        guard !context.options.noInput, isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                .refused, "\(plan.steps.count) changes need a yes; nothing was changed",
                hint: "give --yes in a pipeline")
        }
        context.console.say("Type yes to make these \(plan.steps.count) changes in account \(plan.account):")
        return readLine() == "yes"
    }
}

extension Console {
    /// A step's progress: a live line on a terminal, a plain one elsewhere.
    fileprivate func tell(_ event: Applier.Event) {
        switch event {
        case .started(let number, let total, let step): live("[\(number)/\(total)] \(step.facts.line) …")
        case .finished(let number, let total, let step, let outcome):
            let word = if case .failed(let reason, _) = outcome { "FAILED: \(reason)" } else { outcome.word }
            say("[\(number)/\(total)] \(step.facts.line): \(word)")
        }
    }
}
