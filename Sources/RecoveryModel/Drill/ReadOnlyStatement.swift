/// A statement from a policy that consists of exactly one query.
///
/// The server enforces that nothing is written (`default_transaction_read_only`); this type prevents a second statement
/// from disabling that. What counts as text, name or comment follows PostgreSQL's lexer
/// (https://www.postgresql.org/docs/current/sql-syntax-lexical.html).
package struct ReadOnlyStatement: Hashable, Sendable {
    /// Why a statement is refused.
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case empty
        case notAQuery(String)
        case secondStatement
        case unterminated(String)
        case command
        case writes(String)

        /// For people.
        package var description: String {
            switch self {
            case .empty: "the statement is empty"
            case .notAQuery(let word): "a check must be a query, but this begins with \"\(word)\""
            case .secondStatement: "a check must be one statement, but text follows the semicolon"
            case .unterminated(let what): "the statement ends inside \(what)"
            case .command: "a check is sent to the server, which knows no commands that begin with a backslash"
            case .writes(let word): "a check only reads, but this contains \(word)"
            }
        }
    }

    /// The statement without its final semicolon.
    package let text: String

    private static let openings: Set<String> = ["select", "with", "values", "table", "show"]

    /// Words with which a part of a query begins that writes.
    private static let writing: Set<String> = ["insert", "update", "delete", "merge"]

    /// Throws `Refusal` unless the text is one query.
    package init(_ text: String) throws(Refusal) {
        var scanner = SQLScanner(text)
        var first: String?
        var end: Int?
        var previous: SQLScanner.Token?
        while let token = try scanner.next() {
            if token == .other("\\") { throw .command }
            if previous == .other("("), case .word(let word) = token, Self.writing.contains(word.lowercased()) {
                throw .writes(word)
            }
            previous = token
            switch token {
            case .semicolon(let position) where end == nil: end = position
            case .semicolon: continue
            case .word(let word):
                guard end == nil else { throw .secondStatement }
                if first == nil { first = word.lowercased() }
            case .other(let symbol):
                guard end == nil else { throw .secondStatement }
                if first == nil, symbol != "(" { throw .notAQuery(symbol) }
            }
        }
        guard let first else { throw .empty }
        guard Self.openings.contains(first) else { throw .notAQuery(first) }
        let bytes = Array(text.utf8)
        self.text = String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self)
    }
}

/// Splits a statement into tokens, skipping string constants, quoted names and comments.
struct SQLScanner {
    enum Token: Equatable {
        case word(String)
        case semicolon(Int)
        case other(String)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() throws(ReadOnlyStatement.Refusal) -> Token? {
        while position < bytes.count {
            let start = position
            let byte = bytes[position]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0x0C:
                position += 1
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                try skipComment()
            case UInt8(ascii: "'"):
                try skipQuoted(by: byte, backslashEscapes: false, "a string constant")
                return .other("'")
            case UInt8(ascii: "\""):
                try skipQuoted(by: byte, backslashEscapes: false, "a quoted name")
                return .other("\"")
            case UInt8(ascii: "$"):
                if try !skipDollarQuoted() { position += 1 }
                return .other("$")
            case UInt8(ascii: ";"):
                position += 1
                return .semicolon(start)
            case _ where Self.startsWord(byte):
                while position < bytes.count, Self.continuesWord(bytes[position]) { position += 1 }
                let word = String(decoding: bytes[start..<position], as: UTF8.self)
                if word.lowercased() == "e", peek(0) == UInt8(ascii: "'") {
                    try skipQuoted(by: UInt8(ascii: "'"), backslashEscapes: true, "a string constant")
                    return .other("'")
                }
                return .word(word)
            default:
                position += 1
                return .other(String(decoding: bytes[start..<position], as: UTF8.self))
            }
        }
        return nil
    }

    private func peek(_ ahead: Int) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    /// Comments nest in PostgreSQL.
    private mutating func skipComment() throws(ReadOnlyStatement.Refusal) {
        var depth = 0
        repeat {
            guard let byte = peek(0) else { throw .unterminated("a comment") }
            if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0
    }

    /// A doubled quote stands for itself: its second half is read as the start of another constant, to the same effect.
    private mutating func skipQuoted(
        by quote: UInt8, backslashEscapes: Bool, _ what: String
    ) throws(ReadOnlyStatement.Refusal) {
        position += 1
        while let byte = peek(0), byte != quote {
            position += backslashEscapes && byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw .unterminated(what) }
        position += 1
        if backslashEscapes, peek(0) == quote { try skipQuoted(by: quote, backslashEscapes: true, what) }
    }

    /// `$$ … $$` and `$tag$ … $tag$`; false when it is a parameter such as `$1`.
    private mutating func skipDollarQuoted() throws(ReadOnlyStatement.Refusal) -> Bool {
        var end = position + 1
        while end < bytes.count, Self.continuesWord(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !(0x30...0x39).contains(bytes[position + 1])
        else { return false }
        let tag = Array(bytes[position...end])
        position = end + 1
        while position + tag.count <= bytes.count {
            if bytes[position..<(position + tag.count)].elementsEqual(tag) {
                position += tag.count
                return true
            }
            position += 1
        }
        throw .unterminated("a dollar-quoted string constant")
    }

    private static func startsWord(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func continuesWord(_ byte: UInt8) -> Bool {
        startsWord(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "$")
    }
}
