package import AWSCore
package import RecoveryModel

/// Makes a plan's steps, one after the other, exactly as they were shown.
///
/// Every step is safe to make again: a run that was killed is finished by the next one. A step that fails stops those that
/// rely on it, and no others: each stands for a protection of its own.
package struct Applier: Sendable {
    /// What happens to a step, for a progress line.
    package enum Event: Sendable {
        case started(number: Int, of: Int, Step)
        /// A database is waited for.
        case waiting(number: Int, of: Int, Step, DatabaseWaiting.Look)
        case finished(number: Int, of: Int, Step, ApplyRecord.Outcome)
    }

    let client: AWSClient
    let waiting: @Sendable (AWSClient) -> DatabaseWaiting
    let now: @Sendable () -> Instant
    /// Asked before each step; what it throws ends the run, as when somebody else has taken the lock.
    let permit: @Sendable () async throws -> Void

    package init(
        client: AWSClient,
        waiting: @escaping @Sendable (AWSClient) -> DatabaseWaiting = { DatabaseWaiting(client: $0) },
        now: @escaping @Sendable () -> Instant,
        permit: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.client = client
        self.waiting = waiting
        self.now = now
        self.permit = permit
    }

    /// Makes the plan's steps; never throws: what went wrong is in the record. Cancellation leaves the rest not reached.
    package func apply(_ plan: Plan, progress: @escaping @Sendable (Event) -> Void) async -> ApplyRecord {
        let start = now()
        var record = ApplyRecord(
            policy: plan.policy, account: plan.account, region: plan.region, startedAt: start, finishedAt: start,
            steps: [], auditAfter: nil)
        var missing: Set<Prerequisite> = []
        var stop: String?
        var keys = CreatedKeys()
        for (index, step) in plan.steps.enumerated() {
            let prerequisites = step.change.prerequisites
            if stop == nil { stop = await reasonToStop() }
            let lacking = prerequisites.reliesOn.intersection(missing).map(\.shown).sorted()
            if let why = stop ?? lacking.first.map({ "it relies on \($0), whose step was not done" }) {
                missing.formUnion(prerequisites.provides)
                record.steps.append(.init(step: step, outcome: .notReached(reason: why), requestIDs: [], seconds: 0))
                continue
            }
            let timing = step.timing(at: now())
            if case .left = timing {
                missing.formUnion(prerequisites.provides)
                let why = timing.shown ?? ""
                record.steps.append(.init(step: step, outcome: .left(reason: why), requestIDs: [], seconds: 0))
                continue
            }
            progress(.started(number: index + 1, of: plan.steps.count, step))
            let begun = now()
            let requests = RequestLog()
            let attempt = Attempt(step: step, timing: timing, plan: plan, requests: requests) { look in
                progress(.waiting(number: index + 1, of: plan.steps.count, step, look))
            }
            let (outcome, error) = await make(attempt, keys: &keys)
            if outcome != .done { missing.formUnion(prerequisites.provides) }
            var applied = ApplyRecord.AppliedStep(
                step: step, outcome: outcome, requestIDs: requests.ids, seconds: max(0, now() - begun))
            applied.isUncertain = error.map(ErrorAdvice.leavesOpen) ?? false
            record.steps.append(applied)
            progress(.finished(number: index + 1, of: plan.steps.count, step, outcome))
            if let error, ErrorAdvice.endsSession(error) {
                record.isSignedOut = true
                stop = "the credentials ended before it"
            }
        }
        record.finishedAt = now()
        return record
    }

    /// A step with what surrounds it.
    private struct Attempt {
        var step: Step
        var timing: StepTiming
        var plan: Plan
        var requests: RequestLog
        var look: @Sendable (DatabaseWaiting.Look) -> Void
    }

    private func reasonToStop() async -> String? {
        if Task.isCancelled { return "interrupted before it" }
        do {
            try await permit()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func make(
        _ attempt: Attempt, keys: inout CreatedKeys
    ) async -> (ApplyRecord.Outcome, (any Error)?) {
        let observed = client.noting(in: attempt.requests)
        var waiting = waiting(observed)
        waiting.onLook = attempt.look
        let executor = ChangeExecutor(
            client: observed, account: attempt.plan.account, region: attempt.plan.region, waiting: waiting,
            timing: attempt.timing)
        do {
            let queued = try await executor.execute(attempt.step.change, keys: &keys)
            guard case .queued(let window, let opens, _) = attempt.timing, !queued.isEmpty else { return (.done, nil) }
            let reason =
                "\(queued.joined(separator: ", ")): queued for the maintenance window \(window) UTC, which opens "
                + "\(opens.shown); everything else of the step is done"
            return (.queued(reason: reason), nil)
        } catch is CancellationError {
            return (
                .failed(reason: "interrupted; it may or may not have been done", hint: "run drctl apply again"),
                CancellationError()
            )
        } catch {
            return (.failed(reason: "\(error)", hint: ErrorAdvice.hint(for: error)), error)
        }
    }
}
