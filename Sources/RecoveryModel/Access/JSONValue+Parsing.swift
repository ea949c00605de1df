extension JSONValue {
    /// Parses a document (RFC 8259); at most 512 levels deep. Of members of one name the last counts.
    ///
    /// An audit of a large account reads thousands of policies, so that this is not left to a decoder for any type.
    ///
    /// - Throws: `JSONFailure` when the text is not JSON.
    package init(parsing text: String) throws {
        var parser = JSONParser(text)
        self = try parser.document()
    }
}

/// Why a text is not JSON.
package struct JSONFailure: Error, Hashable, CustomStringConvertible {
    package var problem: String
    /// In bytes from the beginning.
    package var offset: Int

    package init(problem: String, offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    package var description: String { "\(problem) (byte \(offset))" }
}

struct JSONParser {
    private static let maximumDepth = 512

    let text: [UInt8]
    var offset = 0
    private var depth = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func document() throws -> JSONValue {
        let value = try value()
        guard peek() == nil else { throw failure("unexpected text after the value") }
        return value
    }

    func failure(_ problem: String) -> JSONFailure { JSONFailure(problem: problem, offset: offset) }

    /// The next byte that is no white space; nil at the end.
    private mutating func peek() -> UInt8? {
        while offset < text.count {
            switch text[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// Goes beyond a byte, when it is the next one.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func value() throws -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"): return try nested { parser in .object(try parser.members()) }
        case UInt8(ascii: "["): return try nested { parser in .array(try parser.elements()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("unexpected end")
        default: return try number()
        }
    }

    private mutating func nested(_ read: (inout JSONParser) throws -> JSONValue) throws -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("more than \(Self.maximumDepth) levels") }
        depth += 1
        offset += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func members() throws -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if skip("}") { return members }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw failure("expected a name") }
            let name = try string()
            guard skip(":") else { throw failure("expected a colon") }
            members[name] = try value()
            if skip("}") { return members }
            guard skip(",") else { throw failure("expected a comma") }
        }
    }

    private mutating func elements() throws -> [JSONValue] {
        var elements: [JSONValue] = []
        if skip("]") { return elements }
        while true {
            elements.append(try value())
            if skip("]") { return elements }
            guard skip(",") else { throw failure("expected a comma") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        let end = offset + word.utf8CodeUnitCount
        guard end <= text.count, (offset..<end).allSatisfy({ text[$0] == word.utf8Start[$0 - offset] }) else {
            throw failure("unknown word")
        }
        offset = end
        return value
    }

    /// A whole number in whatever notation is an integer, as long as it fits.
    private mutating func number() throws -> JSONValue {
        let start = offset
        if text[offset] == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        guard digits() > 0, text[first] != UInt8(ascii: "0") || offset == first + 1 else {
            throw failure("expected a value")
        }
        var isWhole = true
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset += 1
            isWhole = false
            guard digits() > 0 else { throw failure("invalid number") }
        }
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            isWhole = false
            if offset < text.count, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            guard digits() > 0 else { throw failure("invalid number") }
        }
        let literal = String(decoding: text[start..<offset], as: UTF8.self)
        if isWhole, let integer = Int(literal) { return .integer(integer) }
        guard let number = Double(literal), number.isFinite else { throw failure("number out of range") }
        return (isWhole ? nil : Int(exactly: number)).map { .integer($0) } ?? .number(number)
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < text.count, (0x30...0x39).contains(text[offset]) { offset += 1 }
        return offset - start
    }
}
