import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Runs the planned checks on a database, two at a time on one snapshot of the data where the server shares one.
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
        let asked = checks.filter { $0.countOf == nil }
        let board = CheckBoard(asked)
        return try await PsqlSession.open(connection, settings: settings, tools: tools) { session in
            let takenAt = now()
            try await session.sharedSnapshot { inside, name in
                async let helped: Void = help(board, asked.count, name, connection)
                try await work(board, asked.count, &inside)
                await helped
                // What a helper that was lost had begun.
                try await work(board, asked.count, &inside)
            }
            let observations = await board.answers
            let counts = checks.compactMap { check in check.countOf.flatMap { Self.count(check, $0, observations) } }
            return Answers(takenAt: takenAt, observations: observations + counts)
        }
    }

    private func work(_ board: CheckBoard, _ total: Int, _ session: inout PsqlSession) async throws {
        while let turn = await board.next() {
            progress(.asking(check: turn.check.name, number: turn.number, of: total))
            do {
                await board.note(try await Self.ask(turn.check, &session), of: turn)
            } catch {
                await board.putBack(turn)
                throw error
            }
        }
    }

    /// Works with a second session on the same snapshot. It is no failure that there is none: the first one asks all.
    private func help(_ board: CheckBoard, _ total: Int, _ snapshot: String?, _ connection: PostgresConnection) async {
        guard let snapshot, total > 1 else { return }
        _ = try? await PsqlSession.open(connection, settings: settings, tools: tools) { session in
            try await session.joined(snapshot) { try await work(board, total, &$0) }
        }
    }

    /// The count that another check's answer begins with.
    private static func count(
        _ check: PlannedCheck, _ other: String, _ observations: [CheckObservation]
    ) -> CheckObservation? {
        guard var observation = observations.first(where: { $0.name == other }) else { return nil }
        observation.name = check.name
        observation.value = observation.value?.split(separator: " ").first.map(String.init)
        observation.type = nil
        observation.milliseconds = 0
        return observation
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
