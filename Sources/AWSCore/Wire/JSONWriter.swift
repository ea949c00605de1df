/// Writes a JSON body.
final class JSONWriter: ShapeWriter {
    // Unchecked: a writer is used by one call on one task.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    @exclusivity(unchecked) private var needsComma = false
    /// True when the next value is an element of a list or the value of a map entry, whose key is already written.
    @exclusivity(unchecked) private var isPlaced = true
    init() { bytes.reserveCapacity(256) }

    private func place(_ member: MemberSchema) {
        if isPlaced {
            isPlaced = false
            return
        }
        key(member.requestName)
    }

    private func key(_ name: String) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = true
    }

    private func open(_ character: Unicode.Scalar, _ member: MemberSchema) {
        place(member)
        bytes.append(UInt8(ascii: character))
        needsComma = false
    }

    private func close(_ character: Unicode.Scalar) {
        bytes.append(UInt8(ascii: character))
        needsComma = true
    }

    func string(_ value: String, as member: MemberSchema) {
        place(member)
        JSONText.append(value, to: &bytes)
    }

    func integer(_ value: Int, as member: MemberSchema) {
        place(member)
        bytes.append(contentsOf: String(value).utf8)
    }

    func number(_ value: Double, as member: MemberSchema) {
        place(member)
        JSONText.append(value, to: &bytes)
    }

    func boolean(_ value: Bool, as member: MemberSchema) {
        place(member)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    func timestamp(_ value: Timestamp, as member: MemberSchema) throws {
        let format = member.timestampFormat ?? .epochSeconds
        guard let text = value.formatted(format) else {
            throw SerializationError(member: member.name, problem: "the year does not have four digits")
        }
        place(member)
        if format == .epochSeconds { bytes.append(contentsOf: text.utf8) } else { JSONText.append(text, to: &bytes) }
    }

    func blob(_ value: [UInt8], as member: MemberSchema) {
        place(member)
        JSONText.append(Base64.encode(value), to: &bytes)
    }

    func document(_ value: DocumentValue, as member: MemberSchema) {
        place(member)
        JSONText.append(value, to: &bytes)
    }

    func stream(_ value: HTTPBody, as member: MemberSchema) throws {
        throw SerializationError(member: member.name, problem: "a stream cannot be part of JSON")
    }

    func beginStructure(as member: MemberSchema) { open("{", member) }
    func endStructure(as member: MemberSchema) { close("}") }
    func beginList(count: Int, as member: MemberSchema) { open("[", member) }

    func element(_ number: Int, of list: MemberSchema) {
        if number > 1 { bytes.append(UInt8(ascii: ",")) }
        isPlaced = true
    }

    func endElement(of list: MemberSchema) {}
    func endList(as member: MemberSchema) { close("]") }
    func beginMap(count: Int, as member: MemberSchema) { open("{", member) }

    func entry(_ number: Int, key: String, of map: MemberSchema) {
        needsComma = number > 1
        self.key(key)
        isPlaced = true
    }

    func endEntry(of map: MemberSchema) {}
    func endMap(as member: MemberSchema) { close("}") }
}

/// The syntax of JSON (RFC 8259).
enum JSONText {
    static func string(_ value: DocumentValue) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: (byte < 16 ? "\\u000" : "\\u00").utf8)
                bytes.append(contentsOf: digits.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    static func append(_ value: Double, to bytes: inout [UInt8]) {
        let text = NumberText.text(value)
        if value.isFinite { bytes.append(contentsOf: text.utf8) } else { append(text, to: &bytes) }
    }

    static func append(_ value: DocumentValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value): append(value, to: &bytes)
        case .string(let value): append(value, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                append(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
