import AWSCore
package import RecoveryEngine
package import RecoveryModel

/// Does what the drill machine says, and tells it what came of it.
///
/// Every event that moves the machine is in the ledger before the action that follows. Cancellation ends whatever is
/// under way and turns the drill towards teardown, which is not cancelled any more.
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

    /// Runs a drill from its beginning to its record.
    package func run() async throws -> DrillRecord {
        try ledger.begin(request)
        var machine = DrillMachine(request)
        let now = environment.now()
        let actions = machine.handle(.started, at: now)
        try ledger.append(.started, at: now)
        return await go(on: machine, actions)
    }

    /// Goes on with a drill that was killed; one that was over already has only its record to be kept.
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
        // A task of its own does not inherit the cancellation: what was made has to go, whoever is waiting.
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
                event = .interrupted
            } catch {
                event = failure(error, of: action)
            }
            let calls = requests.changes(of: action)
            let told = await notices(event, progress.machine)
            feed(event, (calls.isEmpty ? [] : [.called(calls)]) + (told.isEmpty ? [] : [.told(told)]), &progress)
        }
        return nil
    }

    /// - Parameter asides: What does not move the machine, and came first.
    private func feed(_ event: DrillEvent, _ asides: [DrillEvent] = [], _ progress: inout Progress) {
        let now = environment.now()
        for aside in asides { _ = progress.machine.handle(aside, at: now) }
        let before = (progress.machine.state, progress.machine.phase)
        let actions = progress.machine.handle(event, at: now)
        progress.queue += actions[...]
        if progress.machine.phase != before.1 { environment.progress(.entered(progress.machine.phase)) }
        // Looking again and again at an unchanged instance is not news.
        guard before.0 != progress.machine.state || event.isNews || !asides.isEmpty, !progress.isLedgerBroken
        else { return }
        do {
            for aside in asides { try ledger.append(aside, at: now) }
            try ledger.append(event, at: now)
        } catch {
            // Without a ledger nothing more may be made; what is made is found again by its tags.
            progress.isLedgerBroken = true
            environment.progress(.trouble("the ledger cannot be written: \(error)"))
            guard !progress.machine.state.isRemoving, progress.machine.state != .finished else { return }
            progress.queue = []
            feed(.actionFailed(operation: "ledger", reason: "\(error)", isTransient: false), [], &progress)
        }
    }

    /// What RDS has written down since the last look, asked when the restored database has changed. Not to know it harms
    /// nothing.
    private func notices(_ event: DrillEvent, _ machine: DrillMachine) async -> [SourceEvent] {
        guard case .instanceObserved(let seen) = event, !machine.state.isRemoving,
            machine.restored?.readiness != seen.readiness
        else { return [] }
        // The name is this drill's alone, so that a clock that is wrong can be allowed for.
        let since = request.startedAt - TimeSpan(1, .days)
        let all = try? await SourceEvents(client: environment.there).notices(of: seen.id, request.kind, since: since)
        let told = (all ?? []).filter { !machine.told.contains($0) }
        for event in told { environment.progress(.told(event.name)) }
        return told
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
    /// From here on nothing is interrupted.
    var isRemoving: Bool {
        switch self {
        case .inspecting, .deleting, .awaitingDeletion, .deletingSnapshot, .sweeping: true
        default: false
        }
    }
}

extension DrillEvent {
    /// Whether it tells something even when the state stays.
    var isNews: Bool {
        switch self {
        // An instance that is not listed is counted before it is believed.
        case .actionFailed, .sessionLost, .interrupted, .fidelityCompared, .secretsProven, .smokeRun, .instanceAbsent:
            true
        default: false
        }
    }
}

extension DrillAction {
    /// For people.
    var name: String {
        switch self {
        case .gatherFacts: "preflight"
        case .takeSnapshot, .observeSnapshot: "snapshot"
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
        case .finish: "record"
        }
    }
}

extension DrillAction {
    /// The instance or snapshot that it changes; nil when it only looks.
    var subject: String? {
        switch self {
        case .takeSnapshot(let id, _, _), .resetPassword(let id), .deleteInstance(let id), .deleteSnapshot(let id): id
        case .restore(let order): order.target
        case .addMember(let order): order.cluster?.member
        case .deleteCluster(let id, _): id
        default: nil
        }
    }
}

extension RequestLog {
    /// What was sent to change something, whether or not it was accepted.
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
