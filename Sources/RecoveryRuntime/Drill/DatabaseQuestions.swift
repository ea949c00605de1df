import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Asks a database the planned checks, one after the other, in one session.
struct DatabaseQuestions: Sendable {
    let tools: ClientTools
    let settings: SessionSettings
    let now: @Sendable () -> Instant
    let progress: @Sendable (DrillProgress) -> Void

    /// The server's version; proves that a session stands.
    func version(_ connection: PostgresConnection) async throws -> String {
        try await PsqlSession.open(connection, settings: settings, tools: tools) { session in
            try await session.value("show server_version") ?? ""
        }
    }

    /// All answers on one snapshot of the data; a question that fails does not keep the others from being asked.
    ///
    /// Throws when the session itself breaks.
    func answers(_ checks: [PlannedCheck], from connection: PostgresConnection) async throws -> Answers {
        let (now, progress) = (now, progress)
        return try await PsqlSession.open(connection, settings: settings, tools: tools) { session in
            let takenAt = now()
            let observations = try await session.snapshot { inside in
                var observations: [CheckObservation] = []
                for (index, check) in checks.enumerated() {
                    progress(.asking(check: check.name, number: index + 1, of: checks.count))
                    observations.append(try await Self.ask(check, &inside))
                }
                return observations
            }
            return Answers(takenAt: takenAt, observations: observations)
        }
    }

    private static func ask(_ check: PlannedCheck, _ session: inout PsqlSession) async throws -> CheckObservation {
        let started = ContinuousClock.now
        var value: String?
        var failure: String?
        do {
            var sql = check.sql
            if check.isGenerator { sql = try single(try await session.guardedRows(sql)) ?? "" }
            value = PresentableValue.of(try single(try await session.guardedRows(sql)), check: check)
        } catch let error as PostgresError where error.kind != .connectionLost && error.kind != .tool {
            failure = error.description
        }
        let elapsed = started.duration(to: .now)
        return CheckObservation(
            name: check.name, value: value, error: failure, milliseconds: Int(elapsed / .milliseconds(1)))
    }

    private static func single(_ rows: [[String?]]) throws -> String? {
        guard rows.count == 1, rows[0].count == 1 else {
            throw PostgresError(
                .statement, "one value was expected; the query gave \(rows.count) rows of \(rows.first?.count ?? 0)")
        }
        return rows[0][0]
    }
}
