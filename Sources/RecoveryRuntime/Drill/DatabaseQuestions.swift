import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Runs the planned checks on a database, one after the other, in one session.
struct DatabaseQuestions: Sendable {
    let tools: ClientTools
    let settings: SessionSettings
    let now: @Sendable () -> Instant
    let progress: @Sendable (DrillProgress) -> Void

    /// The server's version, which also proves that a session can be established.
    func version(_ connection: PostgresConnection) async throws -> String {
        try await PsqlSession.open(connection, settings: settings, tools: tools) { session in
            try await session.value("show server_version") ?? ""
        }
    }

    /// All answers on one snapshot of the data; a check that fails does not prevent the others.
    ///
    /// Throws when the session is lost.
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
        var type: String?
        var failure: String?
        do {
            var sql = check.sql
            if check.isGenerator { sql = try single(try await session.guardedRows(sql)) ?? "" }
            // The types of drctl's own queries are known.
            if check.origin == .policy, let typed = TypedQuery(sql) {
                let answer = try typed.answer(try await session.guardedRows(typed.sql))
                type = answer.type
                value = PresentableValue.of(answer.value, type: type, check: check)
            } else {
                value = PresentableValue.of(try single(try await session.guardedRows(sql)), check: check)
            }
        } catch let error as PostgresError where error.kind != .connectionLost && error.kind != .tool {
            failure = error.description
        }
        let elapsed = started.duration(to: .now)
        return CheckObservation(
            name: check.name, value: value, type: type, error: failure, milliseconds: Int(elapsed / .milliseconds(1)))
    }

    private static func single(_ rows: [[String?]]) throws -> String? {
        guard rows.count == 1, rows[0].count == 1 else {
            let (height, width) = (CountText.of(rows.count, "row"), CountText.of(rows.first?.count ?? 0, "column"))
            throw PostgresError(.statement, "expected one value, got \(height) of \(width)")
        }
        return rows[0][0]
    }
}
