import RecoveryModel
import Subprocess

/// One psql, kept running: statements go in, results come out, one at a time.
///
/// A statement is handed over as a text constant followed by `\gexec`, so that psql sends it to the server as it is and
/// never reads it for commands of its own (`\!`, `\copy`, `:variables`).
package struct PsqlSession {
    private let writer: StandardInputWriter
    private var output: SubprocessOutputSequence.AsyncIterator
    private var buffer: [UInt8] = []
    /// Separates results from the frame around them; unguessable, so data cannot imitate it.
    private let mark: String

    init(writer: StandardInputWriter, output: SubprocessOutputSequence.AsyncIterator, mark: String) {
        self.writer = writer
        self.output = output
        self.mark = mark
    }

    /// All records of one statement, as texts; nil is NULL.
    package mutating func rows(_ sql: String) async throws -> [[String?]] {
        try await send("select \(SQLQuoting.literal(sql)) \\gexec")
    }

    /// A statement of ours about the transaction; it must get through when the transaction has failed.
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
            throw PostgresError(.connectionLost, "psql has ended")
        }
        return try Self.parse(try await readFrame(), mark: mark)
    }

    /// The only value of a statement that gives one record of one column.
    package mutating func value(_ sql: String) async throws -> String? {
        let rows = try await rows(sql)
        guard rows.count == 1, rows[0].count == 1 else {
            throw PostgresError(
                .statement, "one value was expected; the query gave \(rows.count) rows of \(rows.first?.count ?? 0)")
        }
        return rows[0][0]
    }

    /// Runs the statements of the body on one snapshot of the data, reading only.
    package mutating func snapshot<Value>(
        _ body: (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        try await control("begin isolation level repeatable read read only")
        do {
            let value = try await body(&self)
            try await control("commit")
            return value
        } catch {
            try? await control("rollback")
            throw error
        }
    }

    /// Runs one statement so that its failure leaves the transaction around it usable.
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

    /// Everything up to the closing mark, which is taken off.
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

    /// A frame is the records, then the mark with error flag and state, then the error's text.
    static func parse(_ frame: [UInt8], mark: String) throws -> [[String?]] {
        guard let position = find(Array("\(mark) ".utf8), in: frame, from: 0) else {
            throw PostgresError(.tool, "psql's output cannot be read")
        }
        let trailer = String(decoding: frame[position...], as: UTF8.self)
        let lines = trailer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { throw PostgresError(.tool, "psql's output cannot be read") }
        if words[1] == "true" {
            let message = lines.count > 1 ? String(lines[1].split(separator: "\n").first ?? "") : ""
            throw PostgresError.statement(state: String(words[2]), message: message)
        }
        return try CSVReader.records(frame[..<position], null: nullMark(mark))
    }

    static func nullMark(_ mark: String) -> String { mark + "-null" }
}
