package import AWSCore
package import RecoveryModel

/// Makes a plan's steps, one after the other, exactly as they were shown.
///
/// Every step is safe to make again: a run that was killed is finished by the next one. A step that fails stops the later
/// steps of its resource; the others are made, since each stands for a protection of its own.
package struct Applier: Sendable {
    /// What happens to a step, for a progress line.
    package enum Event: Sendable {
        case started(number: Int, of: Int, Step)
        case finished(number: Int, of: Int, Step, ApplyRecord.Outcome)
    }

    let client: AWSClient
    let waiting: @Sendable (AWSClient) -> DatabaseWaiting
    let now: @Sendable () -> Instant

    package init(
        client: AWSClient,
        waiting: @escaping @Sendable (AWSClient) -> DatabaseWaiting = { DatabaseWaiting(client: $0) },
        now: @escaping @Sendable () -> Instant
    ) {
        self.client = client
        self.waiting = waiting
        self.now = now
    }

    /// Makes the plan's steps; never throws: what went wrong is in the record. Cancellation leaves the rest not reached.
    package func apply(_ plan: Plan, progress: @Sendable (Event) -> Void) async -> ApplyRecord {
        let start = now()
        var applied: [ApplyRecord.AppliedStep] = []
        var broken: Set<ResourceReference> = []
        var keys = CreatedKeys()
        for (index, step) in plan.steps.enumerated() {
            let resource = step.facts.resource
            guard !Task.isCancelled, !broken.contains(resource) else {
                applied.append(.init(step: step, outcome: .notReached, requestIDs: [], seconds: 0))
                continue
            }
            progress(.started(number: index + 1, of: plan.steps.count, step))
            let begun = now()
            let requests = RequestLog()
            let outcome = await make(step, of: plan, keys: &keys, requests: requests)
            if outcome != .done { broken.insert(resource) }
            applied.append(
                .init(step: step, outcome: outcome, requestIDs: requests.ids, seconds: max(0, now() - begun)))
            progress(.finished(number: index + 1, of: plan.steps.count, step, outcome))
        }
        return ApplyRecord(
            policy: plan.policy, account: plan.account, region: plan.region, startedAt: start, finishedAt: now(),
            steps: applied, auditAfter: nil)
    }

    private func make(
        _ step: Step, of plan: Plan, keys: inout CreatedKeys, requests: RequestLog
    ) async -> ApplyRecord.Outcome {
        let observed = client.noting(in: requests)
        let executor = ChangeExecutor(
            client: observed, account: plan.account, region: plan.region, waiting: waiting(observed))
        do {
            try await executor.execute(step.change, keys: &keys)
            return .done
        } catch is CancellationError {
            return .failed(reason: "interrupted; it may or may not have been done", hint: "run drctl apply again")
        } catch {
            return .failed(reason: "\(error)", hint: ErrorAdvice.hint(for: error))
        }
    }
}
