import PostgresTools
import RecoveryEngine
import RecoveryModel

extension DrillRunner {
    /// Reads the latest restorable time before writing the row: it is what a disaster at the instant would have left.
    func markBefore(_ table: String, _ machine: DrillMachine) async throws -> DrillEvent {
        let then = try await latestRestorable(after: 0)
        let rows = try await markers(table).writeBefore(request.id, try await logins.source(try source(machine)))
        guard let before = rows.before else { throw missing("before", table) }
        // An instant chosen now would be after that row.
        guard rows.after == nil else {
            throw DrillProblem(
                phase: .mark, operation: "marker",
                reason: "\(table) already contains the row after the instant, but the ledger contains no instant")
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

    /// The problem of a row that was written but cannot be read: somebody has deleted or hidden it.
    private func missing(_ label: String, _ table: String) -> DrillProblem {
        DrillProblem(
            phase: .mark, operation: "marker",
            reason: "the row \(label) the instant was written to \(table), but cannot be found there")
    }

    func observeLog(_ marking: Marking, after pause: Int, _ machine: DrillMachine) async throws -> DrillEvent {
        let latest = try await latestRestorable(after: pause)
        let began = machine.phases.last?.startedAt ?? machine.request.startedAt
        environment.progress(
            .waiting(
                status: "log archived up to \(latest.shown), waiting for \(marking.instant.shown)",
                elapsed: environment.now().milliseconds - began.milliseconds, expected: nil))
        return .logObserved(latest)
    }

    private func latestRestorable(after pause: Int) async throws -> Instant {
        try await wait(await looks.pause(before: request.source, wanted: pause, interval: request.pollInterval))
        let source = try await DatabaseListing.one(request.source, request.kind, environment.client)
        guard let latest = source?.latestRestorable else {
            throw DrillProblem(
                phase: .ship, operation: "source", reason: "RDS reports no latest restorable time of \(request.source)")
        }
        return latest
    }

    private func markers(_ table: String) throws -> SourceMarkers {
        try SourceMarkers(table: MarkerTable(table), environment: environment)
    }
}

extension SourceMarkers {
    init(table: MarkerTable, environment: DrillEnvironment) throws {
        guard let tools = environment.tools else { throw PostgresError(.tool, "psql not found on this machine") }
        self.init(table: table, tools: tools, statementTimeout: environment.login.statementTimeout)
    }
}
