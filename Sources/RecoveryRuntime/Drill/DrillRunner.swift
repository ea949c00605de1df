import AWSCore
package import RecoveryEngine
package import RecoveryModel

/// Performs the actions of the drill machine and feeds their results back to it.
///
/// Every event that changes the machine's state is in the ledger before the next action. Cancellation ends the current
/// action and moves the drill to teardown, which cannot be cancelled.
package struct DrillRunner: Sendable {
    let environment: DrillEnvironment
    let ledger: DrillLedger
    let logins: DatabaseLogins
    let request: DrillRequest
    let looks = InstanceLooks()
    /// Set for a selftest.
    var probe: DrillProbe?

    package init(_ request: DrillRequest, ledger: DrillLedger, environment: DrillEnvironment) {
        self.request = request
        self.ledger = ledger
        self.environment = environment
        logins = DatabaseLogins(environment)
    }

    /// Runs a drill from start to record.
    package func run() async throws -> DrillRecord {
        try ledger.begin(request)
        var machine = DrillMachine(request)
        let now = environment.now()
        let actions = machine.handle(.started, at: now)
        try ledger.append(.started, at: now)
        return await go(on: machine, actions)
    }

    /// Continues a drill whose process was killed; for a finished drill it only returns the record.
    package func resume(_ machine: DrillMachine) async throws -> DrillRecord {
        try ledger.repair()
        guard machine.state != .finished else {
            return machine.record(at: try ledger.events().last?.at ?? environment.now())
        }
        return await go(on: machine, machine.actionsToResume())
    }

    private func go(on machine: DrillMachine, _ actions: [DrillAction]) async -> DrillRecord {
        var progress = Progress(machine: machine, queue: actions[...])
        if let record = await advance(&progress, while: { !$0.state.isRemoving }) { return record }
        let rest = progress
        // An unstructured task does not inherit the cancellation: what was created has to be deleted.
        return await Task {
            var progress = rest
            if let record = await advance(&progress, while: { _ in true }) { return record }
            return progress.machine.record(at: environment.now())
        }.value
    }

    private struct Progress: Sendable {
        var machine: DrillMachine
        var queue: ArraySlice<DrillAction>
        var isLedgerBroken = false
    }

    private func advance(_ progress: inout Progress, while condition: (DrillMachine) -> Bool) async -> DrillRecord? {
        while condition(progress.machine), let action = progress.queue.popFirst() {
            if case .finish(let record) = action { return record }
            let event: DrillEvent
            let requests = RequestLog()
            do {
                event = try await perform(action, progress.machine, requests)
            } catch is CancellationError {
                // A recovery stays where it is, and its ledger open: `recover resume` continues it.
                if request.mission != nil {
                    var stopped = progress.machine
                    _ = stopped.handle(.interrupted, at: environment.now())
                    return stopped.record(at: environment.now())
                }
                event = .interrupted
            } catch {
                event = failure(error, of: action)
            }
            let calls = requests.changes(of: action)
            let notices = await notices(event, progress.machine)
            feed(
                event, (calls.isEmpty ? [] : [.called(calls)]) + (notices.isEmpty ? [] : [.notices(notices)]), &progress
            )
        }
        return nil
    }

    /// - Parameter asides: Earlier events that do not change the machine's state.
    private func feed(_ event: DrillEvent, _ asides: [DrillEvent] = [], _ progress: inout Progress) {
        let now = environment.now()
        for aside in asides { _ = progress.machine.handle(aside, at: now) }
        let before = (progress.machine.state, progress.machine.phase)
        let made = progress.machine.switchStepsMade
        let actions = progress.machine.handle(event, at: now)
        progress.queue += actions[...]
        if progress.machine.phase != before.1 { environment.progress(.entered(progress.machine.phase)) }
        // Repeated polls of an unchanged instance are not recorded.
        let hasMoved = before.0 != progress.machine.state || made != progress.machine.switchStepsMade
        guard hasMoved || event.isNews || !asides.isEmpty, !progress.isLedgerBroken else { return }
        do {
            for aside in asides { try ledger.append(aside, at: now) }
            try ledger.append(event, at: now)
        } catch {
            // Without a ledger nothing more may be created; what exists is found again by its tags.
            progress.isLedgerBroken = true
            environment.progress(.trouble("failed to write the ledger: \(error)"))
            guard !progress.machine.state.isRemoving, progress.machine.state != .finished else { return }
            progress.queue = []
            feed(.actionFailed(operation: "ledger", reason: "\(error)", isTransient: false), [], &progress)
        }
    }

    /// New RDS events, read when the restored database's status has changed. They are optional, so errors are ignored.
    private func notices(_ event: DrillEvent, _ machine: DrillMachine) async -> [SourceEvent] {
        guard case .instanceObserved(let seen) = event, !machine.state.isRemoving,
            machine.restored?.readiness != seen.readiness
        else { return [] }
        // The identifier is unique to this drill, so the search can go back a day to allow for a wrong clock. What a
        // recovery restores may have the name of what was lost.
        let since = request.startedAt - (request.mission == nil ? TimeSpan(1, .days) : TimeSpan(10, .seconds))
        let all = try? await SourceEvents(client: environment.targetClient).notices(
            of: seen.id, request.kind, since: since)
        let new = (all ?? []).filter { !machine.notices.contains($0) }
        for event in new { environment.progress(.notice(event.name)) }
        return new
    }

    private func failure(_ error: any Error, of action: DrillAction) -> DrillEvent {
        switch error {
        case let error as ClientError:
            return .actionFailed(operation: error.operation, reason: error.reason, isTransient: error.isTransient)
        case let problem as DrillProblem:
            return .actionFailed(operation: problem.operation, reason: problem.reason, isTransient: false)
        default:
            return .actionFailed(operation: action.name, reason: "\(error)", isTransient: false)
        }
    }
}

extension DrillMachine.State {
    /// True during teardown, which cannot be interrupted.
    var isRemoving: Bool {
        switch self {
        case .inspecting, .deleting, .awaitingDeletion, .deletingSnapshot, .sweeping: true
        default: false
        }
    }
}

extension DrillEvent {
    /// True when the event is recorded even if the state does not change.
    var isNews: Bool {
        switch self {
        // Absences are counted before an instance is considered deleted.
        case .actionFailed, .sessionLost, .interrupted, .fidelityCompared, .secretsProven, .smokeRun, .instanceAbsent,
            .hookRun:
            true
        default: false
        }
    }
}

extension DrillAction {
    /// The action's name in messages.
    var name: String {
        switch self {
        case .gatherFacts: "preflight"
        case .takeSnapshot, .copySnapshot, .observeSnapshot: "snapshot"
        case .askSource: "source"
        case .markBefore, .markAfter: "marker"
        case .observeLog: "log"
        case .restore: "restore"
        case .addMember: "rds:CreateDBInstance"
        case .observeInstance: "rds:DescribeDBInstances"
        case .connect: "connect"
        case .resetPassword: "rds:ModifyDBInstance"
        case .askCopy: "verify"
        case .warm: "warm"
        case .compareFidelity: "fidelity"
        case .proveSecrets: "secrets"
        case .runSmoke: "smoke"
        case .deleteInstance: "rds:DeleteDBInstance"
        case .deleteCluster: "rds:DeleteDBCluster"
        case .deleteSnapshot: "rds:DeleteDBSnapshot"
        case .findLeftovers: "leftovers"
        case .configure: "rds:ModifyDBInstance"
        case .make: "switch over"
        case .finish: "record"
        }
    }
}

extension DrillAction {
    /// The instance or snapshot that the action changes; nil when it only reads.
    var subject: String? {
        switch self {
        case .takeSnapshot(let id, _, _), .copySnapshot(let id, _, _, _), .resetPassword(let id),
            .deleteInstance(let id), .deleteSnapshot(let id):
            id
        case .restore(let order): order.target
        case .addMember(let order): order.cluster?.member
        case .deleteCluster(let id, _): id
        case .configure(let settings): settings.id
        case .make(let order):
            switch order.step {
            case .protect(let id), .rename(let id, _), .renameMember(let id, _): id
            case .hook, .await, .awaitMembers: nil
            }
        default: nil
        }
    }
}

extension RequestLog {
    /// The changing calls that were sent, whether or not they succeeded.
    func changes(of action: DrillAction) -> [ChangingCall] {
        guard let subject = action.subject else { return [] }
        return attempts.compactMap { attempt in
            guard let id = attempt.requestID, !attempt.operation.hasPrefix("Describe") else { return nil }
            return ChangingCall(
                operation: "\(attempt.signingName):\(attempt.operation)", resource: subject, requestID: id,
                error: attempt.errorCode)
        }
    }
}
