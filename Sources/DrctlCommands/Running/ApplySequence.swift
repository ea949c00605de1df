import AWSNames
import Files
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime
import Synchronization

/// Changes one target after the other, in the order of the run, and audits each again.
struct ApplySequence: Sendable {
    let run: TargetRun
    let context: CommandContext
    let evidence: EvidenceSource
    /// Whether the next targets are changed when one fails.
    let keepGoing: Bool
    /// Whether databases are restarted outside their maintenance windows too.
    let isNow: Bool
    /// Of the wait for one change of a database; nil for the usual one.
    let limit: TimeSpan?
    /// Of the policies' texts, by name.
    let digests: [String: String]
    /// The names of databases that are gone for good.
    let forgotten: [String]
    /// Whether orphans are removed.
    let isPruning: Bool
    /// Asked before each step.
    let permit: @Sendable () async throws -> Void

    /// Executes the plans; a target that could not be planned stays as it is.
    ///
    /// - Throws: `CommandFailure` for what is wrong with the command itself.
    func apply(_ planned: RunOutcome<PlannedApply>) async throws -> RunOutcome<ApplyRecord> {
        var entries: [RunOutcome<ApplyRecord>.Entry] = []
        var failed: TargetName?
        var isSignedOut = false
        var changed: [TargetName: Set<Changed>] = [:]
        for (target, entry) in zip(run.list.targets, planned.run.entries) {
            switch entry.outcome {
            case .failed(let failure):
                entries.append(.init(.init(target.name, .failed(failure)), .failed))
            case .done(let plan):
                if let reason = isSignedOut ? Self.signedOut : reasonToStop(after: failed) {
                    entries.append(.init(.init(target.name, .failed(reason)), .failed))
                    continue
                }
                // Each policy has its own part of a dashboard, and writes it into whatever is there.
                let own = Set(
                    plan.plan.steps.map(\.facts.resource).filter { $0.kind != .dashboard }.map {
                        Changed($0, in: target)
                    })
                let isShared = changed.values.contains { !$0.isDisjoint(with: own) }
                let result = await apply(plan, to: target, isShared: isShared)
                changed[target.name] = own
                if case .done(let record) = result.entry.outcome, record.isSignedOut { isSignedOut = true }
                if result.status != .success, result.status != .difference, result.status != .incomplete {
                    failed = target.name
                }
                entries.append(result)
            }
        }
        return run.outcome(await checkedAgain(entries, after: changed), failure: .failed)
    }

    /// What a target of the run has changed. A region more or less only means another look.
    private struct Changed: Hashable {
        var account: AccountID
        var kind: ResourceKind
        var name: String

        init(_ resource: ResourceReference, in target: PlannedTarget) {
            account = target.name.account
            kind = resource.kind
            name = resource.name
        }
    }

    /// The entries with a new audit of each target that judges what another one has changed: what was found before is not
    /// known to hold any more.
    private func checkedAgain(
        _ entries: [RunOutcome<ApplyRecord>.Entry], after changed: [TargetName: Set<Changed>]
    ) async -> [RunOutcome<ApplyRecord>.Entry] {
        var checked: [RunOutcome<ApplyRecord>.Entry] = []
        for (target, entry) in zip(run.list.targets, entries) {
            let others = changed.filter { $0.key != target.name }.values.reduce(into: Set()) { $0.formUnion($1) }
            guard !Task.isCancelled, case .done(var record) = entry.entry.outcome, let audit = record.auditAfter,
                audit.findings.contains(where: { others.contains(Changed($0.resource, in: target)) })
            else {
                checked.append(entry)
                continue
            }
            record.auditAfter = nil
            let unknown = record
            checked.append(
                await certain(target) { open in
                    var record = unknown
                    let now = PlannedApply(try await context.observe(open, evidence: evidence, isPruning: isPruning))
                    record.auditAfter = now.audit
                    try context.remember(now, digest: digests[open.name.policy], forgetting: forgotten)
                    return (record, entry.status == .failed ? .failed : record.exitStatus)
                } otherwise: {
                    .init(.init(target.name, .done(unknown)), .failed)
                })
        }
        return checked
    }

    /// An entry, whatever happens: what was done in the other targets must be printed.
    private func certain(
        _ target: PlannedTarget,
        _ body: @Sendable (OpenTarget) async throws -> (ApplyRecord, ExitStatus),
        otherwise: (() -> RunOutcome<ApplyRecord>.Entry)? = nil
    ) async -> RunOutcome<ApplyRecord>.Entry {
        do {
            let entry = try await run.entry(target, nil, body)
            guard case .failed(let failure) = entry.entry.outcome, let otherwise else { return entry }
            context.console.complain("\(target.name.shown): \(failure)", hint: failure.hint)
            return otherwise()
        } catch {
            if let otherwise { return otherwise() }
            let failure = error is CancellationError ? Self.interrupted : CommandFailure(error).ofRun
            return .init(.init(target.name, .failed(failure)), .failed)
        }
    }

    private static let interrupted = RunFailure(
        "not begun: interrupted", hint: "run drctl apply again: it does the rest")

    private static let signedOut = RunFailure(
        "not begun: the credentials have ended", hint: "sign in again, then run drctl apply again")

    private func reasonToStop(after failed: TargetName?) -> RunFailure? {
        if Task.isCancelled { return Self.interrupted }
        guard !keepGoing, let failed else { return nil }
        return RunFailure(
            "not begun, since \(failed.shown) failed",
            hint: "fix the cause and run drctl apply again, or pass --keep-going")
    }

    /// Executes one plan. What was done is in the entry, whatever fails afterwards.
    ///
    /// - Parameter isShared: Whether an earlier target has changed what this one is to change.
    private func apply(
        _ shown: PlannedApply, to target: PlannedTarget, isShared: Bool
    ) async -> RunOutcome<ApplyRecord>.Entry {
        await certain(target) { open in
            let planned = isShared ? try await again(shown, open) : shown
            let journal = try journal(of: planned, open)
            var record = await execute(planned.plan, open, journal)
            guard !record.isSignedOut else {
                context.console.complain(
                    "the credentials ended; nothing more was changed", hint: "sign in again, then run drctl apply again"
                )
                return (record, .unauthorised)
            }
            do {
                let now = try await after(planned, open)
                record.auditAfter = now.audit
                record.readBack()
                try context.remember(now, digest: digests[open.name.policy], forgetting: forgotten)
                try await context.keepInventory(of: now.databases, open, evidence: evidence)
            } catch is CancellationError {
                let place = journal.map { "; what was done is in \($0.path)" } ?? ""
                context.console.complain("interrupted\(place)", hint: "run drctl apply again: it does the rest")
                return (record, .failed)
            } catch {
                let failure = CommandFailure(error)
                context.console.complain("\(open.name.shown): \(failure.message)", hint: failure.hint)
                return (record, .failed)
            }
            // Who asked for the orphans to be removed hears when it is not known whether there are any.
            let isBlind = isPruning && record.auditAfter?.orphans?.unseen.isEmpty != true
            return (record, isBlind ? record.exitStatus.moreSevere(.incomplete) : record.exitStatus)
        }
    }

    /// What is left of a plan after another policy has changed its resources: never a step that was not shown.
    private func again(_ shown: PlannedApply, _ open: OpenTarget) async throws -> PlannedApply {
        let observed = try await context.observe(open, evidence: evidence, isPruning: isPruning)
        var now = PlannedApply(observed, isNow: isNow, isPruning: isPruning)
        let known = Set(shown.whole.steps.map(\.change.essence))
        if let other = now.plan.steps.first(where: { !known.contains($0.change.essence) }) {
            throw RunFailure(
                "\(other.facts.resource.shown) was changed by another policy of this run, and now needs another step than was "
                    + "shown: \(other.facts.line)",
                hint: "let only one policy claim it, or give both the same requirements")
        }
        // What nobody wanted, or nobody was shown, is left out still.
        let shownSteps = Set(shown.plan.steps.map(\.change.essence))
        now.plan.steps.removeAll { !shownSteps.contains($0.change.essence) }
        return now
    }

    /// The audit after the plan, and what to remember of it; without a step nothing has changed.
    private func after(_ planned: PlannedApply, _ open: OpenTarget) async throws -> PlannedApply {
        guard !planned.plan.steps.isEmpty else { return planned }
        try Task.checkCancellation()
        return PlannedApply(try await context.observe(open, evidence: evidence, isPruning: isPruning))
    }

    private func execute(_ plan: Plan, _ open: OpenTarget, _ journal: ApplyJournal?) async -> ApplyRecord {
        let limit = limit.map { Duration.seconds($0.seconds) } ?? .seconds(3_600)
        let applier = Applier(
            client: context.patient(open.session.client),
            waiting: { DatabaseWaiting(client: $0, deadline: limit) }, now: context.now, permit: permit)
        let isJournalBroken = Mutex(false)
        return await applier.apply(plan) { event in
            context.console.tell(event, in: run.list.targets.count > 1 ? open.name : nil)
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
    }

    /// Begins the journal: without it nothing is changed.
    private func journal(of planned: PlannedApply, _ open: OpenTarget) throws -> ApplyJournal? {
        guard !planned.plan.steps.isEmpty else { return nil }
        do {
            return try ApplyJournal(
                context.state, plan: planned.plan, caller: open.session.caller, at: context.now())
        } catch let failure as FileFailure {
            throw CommandFailure(.refused, "\(failure); nothing was changed", hint: failure.hint)
        }
    }
}

extension ApplyRecord {
    /// What the record means to a pipeline: what waits for a maintenance window is still a difference.
    fileprivate var exitStatus: ExitStatus {
        switch conclusion {
        case .failed: .failed
        case .waiting: auditAfter == nil ? .failed : .difference
        case .applied: auditAfter?.conclusion.exitStatus ?? .failed
        }
    }
}

extension Console {
    /// A step's progress: a live line on a terminal, a plain one elsewhere.
    fileprivate func tell(_ event: Applier.Event, in target: TargetName?) {
        let place = target.map { "\($0.shown): " } ?? ""
        switch event {
        case .started(let number, let total, let step): live("\(place)[\(number)/\(total)] \(step.facts.line) …")
        case .waiting(let number, let total, let step, let look):
            let pending = look.pending.isEmpty ? "" : ", pending: \(look.pending.joined(separator: ", "))"
            let line = """
                \(place)[\(number)/\(total)] \(step.facts.summary): \(look.id) is \(look.status)\(pending), \
                \(look.waited.components.seconds) s of at most \(look.limit.components.seconds)
                """
            if isInteractive { live(line) } else if look.isDue { say(line) }
        case .finished(let number, let total, let step, let outcome):
            let word =
                switch outcome {
                case .failed(let reason, _): "FAILED: \(reason)"
                case .queued(let reason), .left(let reason): reason
                case .done, .notReached: outcome.word
                }
            say("\(place)[\(number)/\(total)] \(step.facts.line): \(word)")
        }
    }
}
