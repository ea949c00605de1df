import PostgresTools
import RecoveryEngine
import RecoveryModel

/// Writes the rows before and after a drill's instant, which is the only thing a drill writes to its source.
///
/// Invariant: a session that may write runs one insertion and nothing else.
struct SourceMarkers: Sendable {
    /// The rows as they are now, and the server's next whole second.
    struct Rows: Sendable {
        var before: String?
        var after: String?
        var nextSecond: Instant
    }

    let table: MarkerTable
    let tools: ClientTools
    /// The limit for one statement in seconds.
    let statementTimeout: Int

    /// The table's properties from the catalog; it only reads.
    func facts(_ source: PostgresConnection) async throws -> MarkerTableFacts {
        guard let facts = MarkerTableFacts(record: try await record(table.question, source)) else {
            throw PostgresError(.statement, "unexpected catalog entry of \(table.name)")
        }
        return facts
    }

    /// Writes the row before the instant unless it exists.
    func writeBefore(_ drill: DrillID, _ source: PostgresConnection) async throws -> Rows {
        try await write(table.insertion(before: drill), source)
        return try await rows(drill, source)
    }

    /// Waits until the server's clock has passed the instant and writes the row after it unless it exists.
    func writeAfter(_ instant: Instant, _ drill: DrillID, _ source: PostgresConnection) async throws -> Rows {
        _ = try await record(MarkerTable.wait(until: instant), source)
        try await write(table.insertion(after: instant, of: drill), source)
        return try await rows(drill, source)
    }

    private func rows(_ drill: DrillID, _ source: PostgresConnection) async throws -> Rows {
        let record = try await record(table.rows(of: drill), source)
        guard record.count == 3, let nextSecond = record[2].flatMap(DatabaseTime.instant) else {
            throw PostgresError(.statement, "unexpected rows in \(table.name)")
        }
        return Rows(before: record[0], after: record[1], nextSecond: nextSecond)
    }

    private func write(_ insertion: String, _ source: PostgresConnection) async throws {
        _ = try await PsqlSession.open(source, settings: settings(readOnly: false), tools: tools) { session in
            try await session.rows(insertion)
        }
    }

    private func record(_ query: String, _ source: PostgresConnection) async throws -> [String?] {
        try await PsqlSession.open(source, settings: settings(readOnly: true), tools: tools) { session in
            try await session.rows(query).first ?? []
        }
    }

    private func settings(readOnly: Bool) -> SessionSettings {
        SessionSettings(applicationName: "drctl drill", statementTimeout: statementTimeout, readOnly: readOnly)
    }
}
