import PostgresTools
import RecoveryEngine
import RecoveryModel

extension DrillRunner {
    /// RDS is asked before the row is written: what it says then is what would have been left at the instant.
    func markBefore(_ table: String, _ machine: DrillMachine) async throws -> DrillEvent {
        let then = try await latestRestorable(after: 0)
        let rows = try await markers(table).writeBefore(request.id, try await logins.source(try source(machine)))
        guard let before = rows.before else { throw missing("before", table) }
        // An instant that is chosen now would come after that row.
        guard rows.after == nil else {
            throw DrillProblem(
                phase: .mark, operation: "marker",
                reason: "the row after the instant is in \(table) already, and the ledger knows of no instant")
        }
        return .markedBefore(
            Marking(table: table, before: before, instant: rows.nextSecond, restorableThen: then))
    }

    func markAfter(_ marking: Marking, _ machine: DrillMachine) async throws -> DrillEvent {
        let rows = try await markers(marking.table).writeAfter(
            marking.instant, request.id, try await logins.source(try source(machine)))
        guard let after = rows.after else { throw missing("after", marking.table) }
        return .markedAfter(after)
    }

    /// Nothing that was seen is the row: somebody has removed it, or hides it.
    private func missing(_ label: String, _ table: String) -> DrillProblem {
        DrillProblem(
            phase: .mark, operation: "marker",
            reason: "the row \(label) the instant was written to \(table) and is not there")
    }

    func observeLog(_ marking: Marking, after pause: Int, _ machine: DrillMachine) async throws -> DrillEvent {
        let latest = try await latestRestorable(after: pause)
        let began = machine.phases.last?.startedAt ?? machine.request.startedAt
        environment.progress(
            .waiting(
                status: "log stored until \(latest), to be beyond \(marking.instant)",
                elapsed: environment.now().milliseconds - began.milliseconds, expected: nil))
        return .logObserved(latest)
    }

    private func latestRestorable(after pause: Int) async throws -> Instant {
        try await wait(await looks.pause(before: request.source, wanted: pause, interval: request.pollInterval))
        let source = try await DatabaseListing.one(request.source, request.kind, environment.client)
        guard let latest = source?.latestRestorable else {
            throw DrillProblem(
                phase: .ship, operation: "source", reason: "RDS tells no latest restorable time of \(request.source)")
        }
        return latest
    }

    private func markers(_ table: String) throws -> SourceMarkers {
        try SourceMarkers(table: MarkerTable(table), environment: environment)
    }
}

extension SourceMarkers {
    init(table: MarkerTable, environment: DrillEnvironment) throws {
        guard let tools = environment.tools else { throw PostgresError(.tool, "there is no psql on this machine") }
        self.init(table: table, tools: tools, statementTimeout: environment.login.statementTimeout)
    }
}
