package import AWSNames

/// What became of a plan: every step with its outcome, and the audit that followed.
package struct ApplyRecord: Sendable, Equatable {
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var startedAt: Instant
    package var finishedAt: Instant
    /// In the order of the plan; none is left out.
    package var steps: [AppliedStep]
    /// Nil when it was not made, as after an interruption.
    package var auditAfter: AuditResult?
    /// Whether the credentials ended before the last step: nothing more was sent.
    package var isSignedOut = false

    package init(
        policy: String, account: AccountID, region: Region, startedAt: Instant, finishedAt: Instant,
        steps: [AppliedStep], auditAfter: AuditResult?
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.steps = steps
        self.auditAfter = auditAfter
    }

    package var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    /// What became of a step.
    package enum Outcome: Sendable, Hashable {
        case done
        /// AWS refused, or we could not tell whether it was done.
        case failed(reason: String, hint: String?)
        /// RDS has it queued for the maintenance window that this names.
        case queued(reason: String)
        /// It was not made, since it would disturb a database outside its maintenance window.
        case left(reason: String)
        /// It was not begun, for this reason.
        case notReached(reason: String)

        /// True for what was begun and is not done.
        package var isFailure: Bool { if case .failed = self { true } else { false } }

        /// True for what waits for a maintenance window.
        package var isWaiting: Bool {
            switch self {
            case .queued, .left: true
            case .done, .failed, .notReached: false
            }
        }

        /// Why it is not done, for people; nil when it is.
        package var reason: String? {
            switch self {
            case .done: nil
            case .failed(let reason, _), .queued(let reason), .left(let reason), .notReached(let reason): reason
            }
        }

        /// One word, as in results.
        package var word: String {
            switch self {
            case .done: "done"
            case .failed: "failed"
            case .queued: "queued"
            case .left: "left"
            case .notReached: "not-reached"
            }
        }
    }

    /// A step of the plan with its outcome.
    package struct AppliedStep: Sendable, Hashable {
        /// What the change does, for people.
        package var summary: String
        package var resource: ResourceReference
        package var outcome: Outcome
        /// AWS's ids of the requests, which its support asks for.
        package var requestIDs: [String]
        package var seconds: Double
        /// What it was to fix.
        package var reasons: [Step.Reason] = []
        /// Whether it may have been done although it failed: no answer told.
        package var isUncertain = false
        /// Whether it was to remove an orphan.
        package var isPruning = false

        package init(
            summary: String, resource: ResourceReference, outcome: Outcome, requestIDs: [String], seconds: Double
        ) {
            self.summary = summary
            self.resource = resource
            self.outcome = outcome
            self.requestIDs = requestIDs
            self.seconds = seconds
        }

        /// The outcome of a plan's step.
        package init(step: Step, outcome: Outcome, requestIDs: [String], seconds: Double) {
            self.init(
                summary: step.facts.line, resource: step.facts.resource, outcome: outcome,
                requestIDs: requestIDs, seconds: seconds)
            reasons = step.reasons
            isPruning = step.isPruning
        }
    }

    /// How many steps have an outcome of that word.
    package func count(_ word: String) -> Int { steps.count { $0.outcome.word == word } }

    /// Judges the steps whose answer was lost by the audit that followed: what they were to fix is as required, so they
    /// were done.
    package mutating func readBack() {
        guard let auditAfter else { return }
        let met = Set(auditAfter.findings.filter { $0.verdict == .met }.map { Judged($0.control.id, $0.resource) })
        for index in steps.indices where steps[index].isUncertain && steps[index].outcome.isFailure {
            let step = steps[index]
            if step.isPruning {
                if auditAfter.hasLost(step) { steps[index].outcome = .done }
                continue
            }
            guard !step.reasons.isEmpty,
                step.reasons.allSatisfy({ met.contains(Judged($0.control, step.resource)) })
            else { continue }
            steps[index].outcome = .done
        }
    }

    private struct Judged: Hashable {
        var control: ControlID
        var kind: ResourceKind
        var name: String

        init(_ control: ControlID, _ resource: ResourceReference) {
            self.control = control
            kind = resource.kind
            name = resource.name
        }
    }

    /// The record as a whole.
    package var conclusion: Conclusion {
        if steps.allSatisfy({ $0.outcome == .done }) { return .applied }
        return steps.allSatisfy { $0.outcome == .done || $0.outcome.isWaiting } ? .waiting : .failed
    }

    /// What an apply comes to.
    package enum Conclusion: String, Sendable, Codable {
        /// Every step was done; whether that was enough, the audit afterwards says.
        case applied
        /// What is not done waits for a maintenance window.
        case waiting
        /// A step failed or was not reached.
        case failed
    }
}

extension AuditResult {
    /// Whether the orphan that a step was to remove is not found any more, by an audit that could look everywhere.
    fileprivate func hasLost(_ step: ApplyRecord.AppliedStep) -> Bool {
        guard let orphans, orphans.unseen.isEmpty else { return false }
        return !orphans.orphans.contains { $0.change?.facts.line == step.summary }
    }
}
