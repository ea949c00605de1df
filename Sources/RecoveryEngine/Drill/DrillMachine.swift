package import RecoveryModel

/// The drill as a pure state machine: an event and the time go in, actions come out.
///
/// It holds everything found so far, so that replaying a ledger's events gives the machine that wrote them.
/// Invariant: once a restore is requested, no path of a drill ends before the instance is seen to be deleted, is known
/// not to be the drill's, or is recorded as left over. A recovery is the same machine with a mission: nothing that it
/// restores is ever deleted.
package struct DrillMachine: Sendable, Equatable {
    /// Where the drill is.
    package enum State: String, Sendable, Codable {
        case idle, preflight, takingSnapshot, markingBefore, markingAfter, askingSource, awaitingLog, restoring,
            awaitingInstance, connecting, resettingPassword
        case askingCopy, warming, comparingFidelity, provingSecrets, runningSmoke
        case inspecting, deleting, awaitingDeletion, deletingSnapshot, sweeping, finished
        /// Of a recovery alone.
        case configuring, awaitingSettings, switching
    }

    package let request: DrillRequest
    package internal(set) var state = State.idle
    package internal(set) var phases: [PhaseTiming] = []
    package internal(set) var point: RecoveryPoint?
    package internal(set) var marking: Marking?
    package internal(set) var order: RestoreOrder?
    package internal(set) var guards: [GuardFinding] = []
    package internal(set) var checks: [PlannedCheck] = []
    package internal(set) var results: [CheckResult] = []
    package internal(set) var problems: [DrillProblem] = []
    /// The restored instance as last observed.
    package internal(set) var restored: InstanceFacts?

    var facts: DrillFacts?
    var sourceAnswers: Answers?
    var copyAnswers: Answers?
    var secretResults: [CheckResult] = []
    var smokeResults: [CheckResult] = []
    var fidelity: [FidelityFinding] = []
    var leftovers: [Leftover] = []
    var calls: [ChangingCall] = []
    /// RDS events of the restored database.
    package internal(set) var notices: [SourceEvent] = []
    var warming: Warming?
    var warmedAt: Instant?
    var serverVersion: String?
    /// The verdict of a drill that ends early; nil as long as nothing has failed.
    var early: (verdict: DrillVerdict, summary: String)?
    var snapshotTaken: String?
    var availableAt: Instant?
    var verifiedAt: Instant?
    var sessionsLost = 0
    /// Connection attempts that failed and may succeed later.
    var refusals = 0
    var passwordWasReset = false
    var teardownStartedAt: Instant?
    /// Deletions that failed permanently.
    var refusedDeletions = 0
    /// How often an instance that was just requested was not listed.
    var absencesSeen = 0
    /// Of a recovery: the database as it was before it was given another name.
    var recoveredAs: InstanceFacts?
    /// Of a recovery: the readers of a cluster that RDS does not take. The data is worth verifying without them.
    var refusedMembers: Set<String> = []
    /// Of a recovery: how many steps of switching over are made.
    package internal(set) var switchStepsMade = 0

    package init(_ request: DrillRequest) { self.request = request }

    /// The source as observed by preflight.
    package var source: InstanceFacts? { facts?.source }

    /// Advances the machine. Until it is finished there is always a next action.
    package mutating func handle(_ event: DrillEvent, at now: Instant) -> [DrillAction] {
        guard state != .finished else { return [] }
        switch event {
        case .called(let calls):
            self.calls += calls
            return []
        case .notices(let events):
            notices += events
            return []
        default: break
        }
        let actions = dispatch(event, now)
        guard actions.isEmpty, state != .idle else { return actions }
        return dispatch(
            .actionFailed(operation: state.rawValue, reason: "unexpected answer", isTransient: false), now)
    }

    private mutating func dispatch(_ event: DrillEvent, _ now: Instant) -> [DrillAction] {
        switch (state, event) {
        case (.idle, .started):
            enter(.preflight, .preflight, now)
            return [.gatherFacts]
        case (_, .interrupted): return interrupt(now)
        case (.preflight, _): return preflight(event, now)
        case (.takingSnapshot, _): return takingSnapshot(event, now)
        case (.markingBefore, _), (.markingAfter, _): return markingInstant(event, now)
        case (.askingSource, _): return askingSource(event, now)
        case (.awaitingLog, _): return awaitingLog(event, now)
        case (.restoring, _), (.awaitingInstance, _): return restoring(event, now)
        case (.connecting, _), (.resettingPassword, _): return connecting(event, now)
        case (.askingCopy, _): return askingCopy(event, now)
        case (.warming, _), (.comparingFidelity, _), (.provingSecrets, _), (.runningSmoke, _):
            return proving(event, now)
        case (.inspecting, _), (.deleting, _), (.awaitingDeletion, _): return removing(event, now)
        case (.deletingSnapshot, _), (.sweeping, _): return sweeping(event, now)
        case (.configuring, _), (.awaitingSettings, _): return configuring(event, now)
        case (.switching, _): return switching(event, now)
        case (.idle, _), (.finished, _): return []
        }
    }

    package static func == (left: DrillMachine, right: DrillMachine) -> Bool {
        left.request == right.request
            && left.record(at: left.request.startedAt) == right.record(at: left.request.startedAt)
            && left.state == right.state
    }
}

extension DrillMachine {
    /// Closes the running phase and opens another.
    mutating func enter(_ next: State, _ phase: DrillPhase, _ now: Instant) {
        state = next
        guard phases.last?.phase != phase else { return }
        closePhase(now)
        phases.append(PhaseTiming(phase: phase, startedAt: now))
    }

    mutating func closePhase(_ now: Instant) {
        if let last = phases.indices.last, phases[last].endedAt == nil { phases[last].endedAt = now }
    }

    /// The current phase.
    package var phase: DrillPhase { phases.last?.phase ?? .preflight }

    mutating func note(_ operation: String, _ reason: String, hint: String? = nil) {
        let problem = DrillProblem(phase: phase, operation: operation, reason: reason, hint: hint)
        if problems.last != problem { problems.append(problem) }
    }

    mutating func decide(_ verdict: DrillVerdict, _ summary: String) {
        if early == nil { early = (verdict, summary) }
    }

    /// True when the deadline has passed. It only matters before teardown.
    func isOverdue(_ now: Instant) -> Bool {
        now.milliseconds - request.startedAt.milliseconds - drillOnlyMilliseconds > request.deadline
    }

    var drillOnlyMilliseconds: Int {
        phases.filter { $0.phase.isDrillOnly }.reduce(0) { $0 + $1.milliseconds }
    }

    /// Ends the drill because its deadline passed while it waited for something.
    mutating func giveUp(waitingFor what: String, _ now: Instant) -> [DrillAction] {
        let limit = ElapsedText.of(milliseconds: request.deadline)
        decide(
            request.deadline >= request.rto ? .objectiveBreached : .failed,
            "timed out after \(limit) waiting for \(what)")
        return tearDown(now)
    }

    mutating func interrupt(_ now: Instant) -> [DrillAction] {
        decide(.interrupted, "interrupted during \(phase.rawValue)")
        switch state {
        case .inspecting, .deleting, .awaitingDeletion, .deletingSnapshot, .sweeping:
            return removalAction()
        default: return tearDown(now)
        }
    }
}
