/// JSON whose objects keep their order, as the order of a model's members is the order of generated code.
///
/// Foundation's own readers forget it.
indirect enum JSON {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// The member of an object; nil for anything else.
    subscript(key: String) -> JSON? { if case .object(let object) = self { object[key] } else { nil } }
    /// Text; nil for anything else.
    var string: String? { if case .string(let value) = self { value } else { nil } }
    /// A truth value; nil for anything else.
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// A whole number; nil for anything else.
    var integer: Int? { if case .number(let value) = self { Int(value) } else { nil } }
    /// The elements; none for anything else.
    var array: [JSON] { if case .array(let values) = self { values } else { [] } }
    /// The members in order; none for anything else.
    var members: [(key: String, value: JSON)] {
        guard case .object(let object) = self else { return [] }
        return object.keys.compactMap { key in object[key].map { (key, $0) } }
    }
}

/// Members by name, in order.
struct JSONObject {
    private(set) var keys: [String] = []
    private var values: [String: JSON] = [:]

    subscript(key: String) -> JSON? {
        get { values[key] }
        set {
            if values[key] == nil, newValue != nil { keys.append(key) }
            values[key] = newValue
        }
    }

    /// With another's members put over these.
    func overlaid(with other: JSONObject) -> JSONObject {
        var result = self
        for key in other.keys { result[key] = other[key] }
        return result
    }
}

/// Reads JSON; the input is AWS's own published models, so errors only say where.
struct JSONParser {
    struct Malformed: Error { let offset: Int }

    private let bytes: [UInt8]
    private var offset = 0

    static func parse(_ bytes: [UInt8]) throws -> JSON {
        var parser = JSONParser(bytes: bytes)
        return try parser.value()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func next() throws -> UInt8 {
        while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
        guard offset < bytes.count else { throw Malformed(offset: offset) }
        return bytes[offset]
    }

    private mutating func value() throws -> JSON {
        switch try next() {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return skip(4, .bool(true))
        case UInt8(ascii: "f"): return skip(5, .bool(false))
        case UInt8(ascii: "n"): return skip(4, .null)
        default:
            let start = offset
            while offset < bytes.count, "+-.0123456789Ee".utf8.contains(bytes[offset]) { offset += 1 }
            guard offset > start else { throw Malformed(offset: offset) }
            return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
        }
    }

    private mutating func skip(_ count: Int, _ value: JSON) -> JSON {
        offset += count
        return value
    }

    private mutating func object() throws -> JSONObject {
        var object = JSONObject()
        offset += 1
        while try next() != UInt8(ascii: "}") {
            if bytes[offset] == UInt8(ascii: ",") {
                offset += 1
                continue
            }
            let key = try string()
            guard try next() == UInt8(ascii: ":") else { throw Malformed(offset: offset) }
            offset += 1
            object[key] = try value()
        }
        offset += 1
        return object
    }

    private mutating func array() throws -> [JSON] {
        var values: [JSON] = []
        offset += 1
        while try next() != UInt8(ascii: "]") {
            if bytes[offset] == UInt8(ascii: ",") { offset += 1 } else { values.append(try value()) }
        }
        offset += 1
        return values
    }

    private mutating func string() throws -> String {
        guard try next() == UInt8(ascii: "\"") else { throw Malformed(offset: offset) }
        offset += 1
        var units: [UInt16] = []
        var start = offset
        var text = ""
        func flush(_ parser: JSONParser) -> String {
            String(decoding: parser.bytes[start..<parser.offset], as: UTF8.self)
        }
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            guard bytes[offset] == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            text += flush(self)
            offset += 1
            repeat {
                units.append(try escape())
                // Surrogates come in pairs.
            } while offset + 1 < bytes.count && (0xD800..<0xDC00).contains(units.last ?? 0)
                && bytes[offset] == UInt8(ascii: "\\") && skipped()
            text += String(decoding: units, as: UTF16.self)
            units = []
            start = offset
        }
        text += flush(self)
        offset += 1
        return text
    }

    private mutating func skipped() -> Bool {
        offset += 1
        return true
    }

    private mutating func escape() throws -> UInt16 {
        guard offset < bytes.count else { throw Malformed(offset: offset) }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "u"):
            guard offset + 4 <= bytes.count,
                let unit = UInt16(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
            else { throw Malformed(offset: offset) }
            offset += 4
            return unit
        default: return UInt16(byte)
        }
    }
}
