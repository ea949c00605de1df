import RecoveryModel
import Subprocess

/// A running psql that executes statements one at a time.
///
/// A statement is passed as a string constant followed by `\gexec`, so that psql sends it to the server unchanged and
/// never interprets commands in it (`\!`, `\copy`, `:variables`).
package struct PsqlSession {
    private let writer: StandardInputWriter
    private var output: SubprocessOutputSequence.AsyncIterator
    private var buffer: [UInt8] = []
    /// Separates results from the frame around them; it is random, so that data cannot imitate it.
    private let mark: String

    init(writer: StandardInputWriter, output: SubprocessOutputSequence.AsyncIterator, mark: String) {
        self.writer = writer
        self.output = output
        self.mark = mark
    }

    /// All rows of one statement, as text; nil is NULL.
    package mutating func rows(_ sql: String) async throws -> [[String?]] {
        try await send("select \(SQLQuoting.literal(sql)) \\gexec")
    }

    /// Runs a transaction control statement, which must work after the transaction has failed too.
    private mutating func control(_ statement: String) async throws {
        _ = try await send(statement + ";")
    }

    private mutating func send(_ text: String) async throws -> [[String?]] {
        let frame = """
            \(text)
            \\echo \(mark) :ERROR :SQLSTATE
            \\echo :LAST_ERROR_MESSAGE
            \\echo \(mark).

            """
        do {
            _ = try await writer.write(frame)
        } catch {
            try Task.checkCancellation()
            throw PostgresError(.connectionLost, "psql ended")
        }
        return try Self.parse(try await readFrame(), mark: mark)
    }

    /// The value of a statement that returns one row of one column.
    package mutating func value(_ sql: String) async throws -> String? {
        let rows = try await rows(sql)
        guard rows.count == 1, rows[0].count == 1 else {
            let (height, width) = (CountText.of(rows.count, "row"), CountText.of(rows.first?.count ?? 0, "column"))
            throw PostgresError(.statement, "expected one value, got \(height) of \(width)")
        }
        return rows[0][0]
    }

    /// Runs the statements of the body in one read-only snapshot of the data.
    package mutating func snapshot<Value>(
        _ body: (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        try await control(Self.beginning)
        return try await ended(body)
    }

    /// Runs the statements of the body in one read-only snapshot of the data, which other sessions can join by its name.
    ///
    /// The name is nil where the server exports no snapshot.
    package mutating func sharedSnapshot<Value>(
        _ body: (inout PsqlSession, String?) async throws -> Value
    ) async throws -> Value {
        let name: String?
        do {
            // A subtransaction exports nothing, so that a failure ends the transaction.
            try await control(Self.beginning)
            name = try await value("select pg_export_snapshot()")
        } catch let error as PostgresError where error.kind == .statement || error.kind == .timeout {
            try await control("rollback")
            return try await snapshot { try await body(&$0, nil) }
        }
        return try await ended { try await body(&$0, name) }
    }

    /// Runs the statements of the body in the snapshot that another session exports, as long as that one keeps it.
    package mutating func joined<Value>(
        _ name: String, _ body: (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        try await control(Self.beginning)
        return try await ended { session in
            try await session.control("set transaction snapshot \(SQLQuoting.literal(name))")
            return try await body(&session)
        }
    }

    private static let beginning = "begin isolation level repeatable read read only"

    /// Commits after the body, or rolls back.
    private mutating func ended<Value>(
        _ body: (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(&self)
            try await control("commit")
            return value
        } catch {
            try? await control("rollback")
            throw error
        }
    }

    /// Runs one statement in a savepoint, so that its failure leaves the transaction usable.
    package mutating func guardedRows(_ sql: String) async throws -> [[String?]] {
        try await control("savepoint guarded")
        do {
            let result = try await rows(sql)
            try await control("release savepoint guarded")
            return result
        } catch let error as PostgresError where error.kind != .connectionLost {
            try await control("rollback to savepoint guarded")
            throw error
        }
    }

    /// Runs one statement in a savepoint that is rolled back, so that the transaction keeps none of the locks that it took.
    package mutating func passingRows(_ sql: String) async throws -> [[String?]] {
        try await control("savepoint passing")
        let result = try await rows(sql)
        try await control("rollback to savepoint passing")
        return result
    }

    /// The output up to the closing mark, without the mark.
    private mutating func readFrame() async throws -> [UInt8] {
        let end = Array("\(mark).\n".utf8)
        var searched = 0
        while true {
            if let position = Self.find(end, in: buffer, from: searched) {
                let frame = Array(buffer[..<position])
                buffer.removeFirst(position + end.count)
                return frame
            }
            searched = max(0, buffer.count - end.count)
            guard let chunk = try await output.next() else {
                try Task.checkCancellation()
                throw PostgresError(.connectionLost, "the connection was lost")
            }
            chunk.withUnsafeBytes { buffer.append(contentsOf: $0) }
        }
    }

    static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count, start <= bytes.count - needle.count else { return nil }
        return (start...(bytes.count - needle.count)).first { position in
            bytes[position] == needle[0] && bytes[position..<(position + needle.count)].elementsEqual(needle)
        }
    }

    /// A frame consists of the rows, the mark with error flag and SQLSTATE, and the error message.
    static func parse(_ frame: [UInt8], mark: String) throws -> [[String?]] {
        guard let position = find(Array("\(mark) ".utf8), in: frame, from: 0) else {
            throw PostgresError(.tool, "unexpected output of psql")
        }
        let trailer = String(decoding: frame[position...], as: UTF8.self)
        let lines = trailer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { throw PostgresError(.tool, "unexpected output of psql") }
        if words[1] == "true" {
            let message = lines.count > 1 ? String(lines[1].split(separator: "\n").first ?? "") : ""
            throw PostgresError.statement(state: String(words[2]), message: message)
        }
        return try CSVReader.records(frame[..<position], null: nullMark(mark))
    }

    static func nullMark(_ mark: String) -> String { mark + "-null" }
}
