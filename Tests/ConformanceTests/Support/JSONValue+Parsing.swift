import Foundation

extension JSONValue {
    struct ParseError: Error, CustomStringConvertible {
        let offset: Int
        var description: String { "not JSON at byte \(offset)" }
    }

    /// Parses a whole text; a reader of its own, so that the data never passes through the code under test.
    init(parsing bytes: some Collection<UInt8>) throws {
        var parser = Parser(bytes: Array(bytes))
        self = try parser.value()
        parser.skipSpace()
        guard parser.offset == parser.bytes.count else { throw ParseError(offset: parser.offset) }
    }

    /// Parses a whole text.
    init(parsing text: String) throws { try self.init(parsing: text.utf8) }
}

private struct Parser {
    let bytes: [UInt8]
    var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var failure: JSONValue.ParseError { JSONValue.ParseError(offset: offset) }

    private var next: UInt8? {
        mutating get {
            skipSpace()
            return offset < bytes.count ? bytes[offset] : nil
        }
    }

    mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[offset]) { offset += 1 }
    }

    mutating func value() throws -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws -> JSONValue {
        offset += 1
        var members: [JSONValue.Member] = []
        while next != UInt8(ascii: "}") {
            if !members.isEmpty { try expect(",") }
            guard next == UInt8(ascii: "\"") else { throw failure }
            let key = try string()
            try expect(":")
            members.append(JSONValue.Member(key: key, value: try value()))
        }
        offset += 1
        return .object(members)
    }

    private mutating func array() throws -> JSONValue {
        offset += 1
        var elements: [JSONValue] = []
        while next != UInt8(ascii: "]") {
            if !elements.isEmpty { try expect(",") }
            elements.append(try value())
        }
        offset += 1
        return .array(elements)
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        guard next == UInt8(ascii: character) else { throw failure }
        offset += 1
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
        guard bytes[offset...].starts(with: word.utf8) else { throw failure }
        offset += word.utf8.count
        return value
    }

    private mutating func number() throws -> JSONValue {
        let start = offset
        while offset < bytes.count, "+-.eE0123456789".utf8.contains(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard Double(text) != nil else { throw failure }
        return .number(text)
    }

    private mutating func string() throws -> String {
        let start = offset
        var escaped = false
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            if bytes[offset] == UInt8(ascii: "\\") {
                escaped = true
                offset += 1
            }
            offset += 1
        }
        guard offset < bytes.count else { throw failure }
        offset += 1
        // Foundation knows the escapes and surrogate pairs.
        guard escaped else { return String(decoding: bytes[start + 1..<offset - 1], as: UTF8.self) }
        return try JSONDecoder().decode(String.self, from: Data(bytes[start..<offset]))
    }
}
