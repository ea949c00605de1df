package import AWSCore
import AWSNames
package import RecoveryEngine
package import RecoveryModel

/// Does what a rotation has shown: looks, decides, does what can be done now, waits, and looks again.
///
/// Nothing is remembered between two looks, nor between two runs: what RDS lists says how far it has come.
package struct RotationRunner: Sendable {
    /// How long a run may wait for what is being made, and how often it looks; in milliseconds.
    package struct Patience: Sendable {
        package var limit: Int
        package var pause: Int

        package init(limit: Int, pause: Int) {
            self.limit = limit
            self.pause = pause
        }
    }

    let client: AWSClient
    let rules: RetentionRules
    let patience: Patience
    let now: @Sendable () -> Instant
    let sleep: @Sendable (Duration) async throws -> Void
    let tell: @Sendable (String) -> Void
    /// Reads the facts anew.
    let look: @Sendable () async throws -> RotationFacts

    package init(
        client: AWSClient, rules: RetentionRules, patience: Patience, now: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        tell: @escaping @Sendable (String) -> Void, look: @escaping @Sendable () async throws -> RotationFacts
    ) {
        self.client = client
        self.rules = rules
        self.patience = patience
        self.now = now
        self.sleep = sleep
        self.tell = tell
        self.look = look
    }

    /// Does the steps that were shown and no others; what becomes due meanwhile is the next run's.
    ///
    /// - Returns: What was done, and how it stands then.
    /// - Throws: `CancellationError`.
    package func run(_ shown: SnapshotRotation) async throws -> SnapshotRotation {
        let began = now()
        // The present period is that of the plan, also when the run lasts beyond its end.
        var open = Set(shown.steps.map(\.identity))
        var (done, failures): ([SnapshotRotation.Step], [String]) = ([], [])
        while true {
            let facts: RotationFacts
            do {
                facts = try await look()
            } catch let failure as CollectionFailure {
                var blind = shown
                blind.steps.removeAll { step in done.contains { $0.identity == step.identity } }
                blind.done = done
                blind.failures = failures + ["how it stands could not be read any more: \(failure)"]
                return blind
            }
            var plan = RotationDecision.plan(facts, by: rules, at: began)
            let ready = plan.steps.filter { !$0.isLater && open.contains($0.identity) }
            let calls = RotationCalls(client: client, facts: facts)
            for step in ready {
                do {
                    try await calls.perform(step)
                    open.remove(step.identity)
                    done.append(step)
                    tell("\(step.action.past) \(step.snapshot) in \(step.region)")
                } catch let error as ClientError where error.isTransient && canWait(since: began) {
                    tell("\(step.snapshot) in \(step.region): \(error.reason); trying again")
                } catch let error as ClientError {
                    open.remove(step.identity)
                    failures.append("\(step.action.rawValue) \(step.snapshot) in \(step.region): \(error.reason)")
                }
            }
            let isMoving = !plan.unfinished.isEmpty || !ready.isEmpty
            guard isMoving, canWait(since: began) else {
                plan.steps.removeAll { step in done.contains { $0.identity == step.identity } }
                plan.done = done
                plan.failures = failures
                return plan
            }
            try await sleep(.milliseconds(patience.pause))
        }
    }

    private func canWait(since began: Instant) -> Bool {
        Int((now() - began) * 1_000) < patience.limit
    }
}

extension SnapshotRotation.Step.Action {
    fileprivate var past: String {
        switch self {
        case .delete: "Deleted"
        case .create: "Began"
        case .copy: "Began the copy of"
        }
    }
}
