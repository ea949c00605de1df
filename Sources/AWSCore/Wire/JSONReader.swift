/// Parses JSON (RFC 8259) into a `WireDocument`: depth and size are limited, and numbers stay text until the model
/// needs them.
struct JSONReader {
    private let document: WireDocument
    private var offset = 0
    private var depth = 0

    static func parse(_ body: [UInt8], _ dialect: WireDocument.Dialect = .json) throws -> WireDocument {
        guard String(validating: body, as: UTF8.self) != nil else {
            throw WireFailure.malformed("not UTF-8")
        }
        let document = WireDocument(dialect)
        document.text = body
        document.nodes.reserveCapacity(body.count / 16)
        var reader = JSONReader(document: document)
        _ = try reader.value(name: -1)
        reader.skipSpace()
        guard reader.offset == reader.end else { throw reader.failure("unexpected text after the value") }
        return document
    }

    private init(document: WireDocument) {
        self.document = document
        end = document.text.count
    }

    private let end: Int

    private func failure(_ problem: String) -> WireFailure { .malformed("\(problem) (byte \(offset))") }

    private mutating func skipSpace() {
        while offset < end {
            switch document.text[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func next() throws -> UInt8 {
        skipSpace()
        guard offset < end else { throw failure("unexpected end") }
        return document.text[offset]
    }

    private mutating func value(name: Int32) throws -> Int32 {
        switch try next() {
        case UInt8(ascii: "{"): return try container(name, .object, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["): return try container(name, .array, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "\""):
            let (start, length) = try string()
            return try add(name, .string, start, length)
        case UInt8(ascii: "t"): return try word("true", name, .yes)
        case UInt8(ascii: "f"): return try word("false", name, .no)
        case UInt8(ascii: "n"): return try word("null", name, .null)
        default: return try number(name)
        }
    }

    private func add(_ name: Int32, _ kind: WireDocument.Kind, _ start: Int, _ length: Int) throws -> Int32 {
        try document.append(
            WireDocument.Node(name: name, start: Int32(start), length: Int32(length), kind: kind))
    }

    private mutating func container(_ name: Int32, _ kind: WireDocument.Kind, closing: UInt8) throws -> Int32 {
        depth += 1
        guard depth <= WireDocument.maximumDepth else { throw WireFailure.tooDeep }
        defer { depth -= 1 }
        let node = try add(name, kind, offset, 0)
        offset += 1
        var last: Int32 = -1
        if try next() == closing {
            offset += 1
            return node
        }
        while true {
            let child = try value(name: kind == .object ? key() : -1)
            if last < 0 { document.nodes[Int(node)].child = child } else { document.nodes[Int(last)].next = child }
            last = child
            let separator = try next()
            offset += 1
            if separator == closing { return node }
            guard separator == UInt8(ascii: ",") else { throw failure("expected a comma") }
        }
    }

    private mutating func key() throws -> Int32 {
        guard try next() == UInt8(ascii: "\"") else { throw failure("expected a name") }
        let (start, length) = try string()
        guard try next() == UInt8(ascii: ":") else { throw failure("expected a colon") }
        offset += 1
        return document.text.withUnsafeBufferPointer {
            document.names.intern(UnsafeBufferPointer(rebasing: $0[start..<start + length]))
        }
    }

    private mutating func word(_ word: StaticString, _ name: Int32, _ kind: WireDocument.Kind) throws -> Int32 {
        let length = word.utf8CodeUnitCount
        guard offset + length <= end,
            (0..<length).allSatisfy({ document.text[offset + $0] == word.utf8Start[$0] })
        else { throw failure("unknown word") }
        offset += length
        return try add(name, kind, offset - length, length)
    }

    private mutating func number(_ name: Int32) throws -> Int32 {
        let start = offset
        if document.text[offset] == UInt8(ascii: "-") { offset += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || document.text[offset - whole] != UInt8(ascii: "0") else {
            throw failure("expected a value")
        }
        if offset < end, document.text[offset] == UInt8(ascii: ".") {
            offset += 1
            guard digits() > 0 else { throw failure("invalid number") }
        }
        if offset < end, document.text[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < end, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(document.text[offset]) { offset += 1 }
            guard digits() > 0 else { throw failure("invalid number") }
        }
        return try add(name, .number, start, offset - start)
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < end, (0x30...0x39).contains(document.text[offset]) { offset += 1 }
        return offset - start
    }

    /// The range of a string's text; escapes are replaced in place, since no escape is shorter than its value.
    private mutating func string() throws -> (start: Int, length: Int) {
        offset += 1
        let start = offset
        var target = offset
        while offset < end {
            let byte = document.text[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return (start, target - start)
            case UInt8(ascii: "\\"):
                for unit in try escape() {
                    document.text[target] = unit
                    target += 1
                }
            case 0..<0x20: throw failure("control character in a string")
            default:
                if target != offset - 1 { document.text[target] = byte }
                target += 1
            }
        }
        throw failure("unterminated string")
    }

    private mutating func escape() throws -> Unicode.UTF8.EncodedScalar {
        guard offset < end else { throw failure("unterminated string") }
        let byte = document.text[offset]
        offset += 1
        let scalar: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "u"): scalar = try unicodeEscape()
        default: throw failure("unknown escape")
        }
        return Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter
    }

    /// A lone surrogate, which JSON allows and Unicode does not, becomes the replacement character.
    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, offset + 6 <= end, document.text[offset] == UInt8(ascii: "\\"),
            document.text[offset + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let resume = offset
        offset += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else {
            offset = resume
            return "\u{FFFD}"
        }
        return scalar
    }

    private mutating func hexadecimal() throws -> UInt32 {
        guard offset + 4 <= end else { throw failure("incomplete escape") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = document.text[offset]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: throw failure("invalid hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
