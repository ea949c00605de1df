import AWSCore
import AWSServices
import PostgresTools
import RecoveryEngine
import RecoveryModel

extension DrillRunner {
    /// Performs one action. Throws `CancellationError` when cancelled, and other errors when the action failed.
    func perform(
        _ action: DrillAction, _ machine: DrillMachine, _ requests: RequestLog
    ) async throws -> DrillEvent {
        try Task.checkCancellation()
        let calls = DrillCalls(client: environment.targetClient.noting(in: requests), kind: request.kind)
        switch action {
        case .gatherFacts:
            return .factsGathered(try await collector.collect(for: request))
        case .takeSnapshot(let id, let source, let tags):
            let isNew = try await unbroken { try await calls.takeSnapshot(id, of: source, tags: tags) }
            return try await observe(made: id, isNew: isNew, calls)
        case .copySnapshot(let id, let arn, let key, let tags):
            let isNew = try await unbroken { try await calls.copySnapshot(id, from: arn, key: key, tags: tags) }
            return try await observe(made: id, isNew: isNew, calls)
        case .observeSnapshot(let id, let pause):
            try await wait(pause)
            return try await observe(snapshot: id, calls, machine)
        case .askSource(let checks):
            let questions = try questions()
            let answers = try await questions.answers(checks, from: try await logins.source(try source(machine)))
            return .sourceAnswered(answers)
        case .markBefore(let table):
            return try await markBefore(table, machine)
        case .markAfter(let marking):
            return try await markAfter(marking, machine)
        case .observeLog(let marking, let pause):
            return try await observeLog(marking, after: pause, machine)
        case .restore(let order):
            if order.restoreRole != nil { return try await restoreFromVault(order) }
            try await unbroken { try await calls.restore(order) }
            return .restoreAccepted
        case .addMember(let order):
            try await unbroken { try await calls.addMember(order) }
            return .memberAccepted
        case .observeInstance(let id, let pause):
            return try await observe(id, after: pause, machine)
        case .connect(let host, let port, let pause):
            try await wait(pause)
            return try await connect(host, port, machine)
        case .resetPassword(let id):
            try await calls.setPassword(await logins.replacePassword(), of: id)
            return .passwordReset
        case .askCopy(let checks):
            return try await askCopy(checks, machine)
        case .warm:
            return .warmed(try await warm(machine))
        case .compareFidelity:
            guard let restored = machine.restored else { return .fidelityCompared([]) }
            if let mission = request.mission { return .fidelityCompared(try await fidelity(mission, restored.id)) }
            return .fidelityCompared(FidelityComparison.findings(source: try source(machine), restored: restored))
        case .proveSecrets(let secrets):
            return .secretsProven(try await proveSecrets(secrets, machine))
        case .runSmoke(let command):
            return .smokeRun([try await smoke(command, machine)])
        case .deleteInstance(let id):
            try await calls.deleteInstance(id)
            return .deletionAccepted
        case .deleteCluster(let id, let members):
            try await calls.deleteCluster(id, members: members)
            return .deletionAccepted
        case .deleteSnapshot(let id):
            if let reason = try await calls.refusal(ofSnapshot: id, request) {
                return .snapshotIsForeign(reason: reason)
            }
            try await calls.deleteSnapshot(id)
            return .snapshotDeleted
        case .findLeftovers:
            return .leftoversListed(
                try await DrillOrphans(client: environment.targetClient, region: request.elsewhere).leftovers(
                    of: request.id))
        case .configure(let settings):
            try await unbroken { try await calls.configure(settings) }
            return .configured
        case .make(let order):
            return try await make(order, calls)
        case .finish(let record):
            return .leftoversListed(record.leftovers)
        }
    }

    /// Has AWS Backup restore, and waits until what it restores is there and carries the drill's tags.
    private func restoreFromVault(_ order: RestoreOrder) async throws -> DrillEvent {
        let restores = VaultRestore(client: environment.targetClient)
        let job = try await unbroken { try await restores.start(order) }
        let end = request.startedAt.milliseconds + request.deadline
        while try await !unbroken({ try await restores.adopt(order, of: job) }) {
            guard environment.now().milliseconds < end else {
                throw DrillProblem(
                    phase: .restore, operation: "backup:StartRestoreJob",
                    reason:
                        "job \(job) had not created \(order.target) by the deadline, and AWS Backup cannot stop it: "
                        + "delete that instance when it appears")
            }
            try await wait(request.pollInterval)
        }
        return .restoreAccepted
    }

    /// Waits for a request even when interrupted: AWS executes a request that was sent, and teardown has to find what
    /// it created.
    func unbroken<Value: Sendable>(
        _ order: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Task { try await order() }.value
    }

    var collector: DrillFactsCollector { DrillFactsCollector(environment: environment, logins: logins) }

    func source(_ machine: DrillMachine) throws -> InstanceFacts {
        guard let source = machine.source else {
            throw DrillProblem(phase: machine.phase, operation: "source", reason: "the source was not read")
        }
        return source
    }

    /// The database whose login is used: a recovered one has a managed secret of its own.
    func loginInstance(_ machine: DrillMachine) throws -> InstanceFacts {
        if request.mission != nil, let restored = machine.restored { return restored }
        return try source(machine)
    }

    func questions() throws -> DatabaseQuestions {
        guard let tools = environment.tools else { throw PostgresError(.tool, "psql not found on this machine") }
        return DatabaseQuestions(
            tools: tools,
            settings: SessionSettings(
                applicationName: "drctl drill", statementTimeout: environment.login.statementTimeout),
            now: environment.now, progress: environment.progress)
    }

    func wait(_ milliseconds: Int) async throws {
        if milliseconds > 0 { try await environment.sleep(.milliseconds(milliseconds)) }
    }

    /// The snapshot that was requested; one that was there before is the drill's own only if it says so.
    private func observe(made id: String, isNew: Bool, _ calls: DrillCalls) async throws -> DrillEvent {
        if !isNew, let reason = try await calls.refusal(ofSnapshot: id, request) {
            return .snapshotIsForeign(reason: reason)
        }
        return .snapshotObserved(try await calls.snapshot(id))
    }

    private func observe(snapshot id: String, _ calls: DrillCalls, _ machine: DrillMachine) async throws -> DrillEvent {
        do {
            return .snapshotObserved(try await calls.snapshot(id))
        } catch let error as ClientError where machine.state.isRemoving && error.saysNoSuchSnapshot {
            return .snapshotDeleted
        }
    }

    private func observe(_ id: String, after pause: Int, _ machine: DrillMachine) async throws -> DrillEvent {
        try await wait(await looks.pause(before: id, wanted: pause, interval: machine.request.pollInterval))
        if machine.state.isRemoving, machine.mayHaveOpenJob, let order = machine.order,
            try await VaultRestore(client: environment.targetClient).isPending(order, since: request.startedAt)
        {
            return .restorePending
        }
        guard let instance = try await collector.database(request, named: id) else { return .instanceAbsent }
        let began = machine.phases.last?.startedAt ?? machine.request.startedAt
        environment.progress(
            .waiting(
                status: instance.readiness, elapsed: environment.now().milliseconds - began.milliseconds,
                expected: machine.phase == .restore ? request.expectedRestore : nil))
        return .instanceObserved(instance)
    }

    private func connect(_ host: String, _ port: Int, _ machine: DrillMachine) async throws -> DrillEvent {
        do {
            let connection = try await logins.copy(of: try loginInstance(machine), host: host, port: port)
            return .connected(serverVersion: try await questions().version(connection))
        } catch let error as PostgresError {
            let mayPass = [.unreachable, .starting, .connectionLost, .timeout].contains(error.kind)
            return .connectionRefused(
                reason: error.description, isFinal: !mayPass, isAuthentication: error.kind == .authentication)
        }
    }

    private func askCopy(_ checks: [PlannedCheck], _ machine: DrillMachine) async throws -> DrillEvent {
        guard let host = machine.restored?.host, let port = machine.restored?.port else {
            return .sessionLost(reason: "the restored instance has no endpoint")
        }
        do {
            let connection = try await logins.copy(of: try loginInstance(machine), host: host, port: port)
            var answers = try await questions().answers(checks.filter { $0.preparation == nil }, from: connection)
            answers.observations += try await structures().answers(
                checks.filter { $0.preparation != nil }, from: connection)
            try await probe?.ask(try questions(), connection)
            return .copyAnswered(answers)
        } catch let error as PostgresError where error.kind != .tool {
            return .sessionLost(reason: error.description)
        }
    }
}
