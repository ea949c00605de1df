/// JSON whose members keep the order in which they are defined.
indirect enum OrderedJSON: Sendable {
    struct Member: Sendable {
        var name: String
        var value: OrderedJSON
    }

    case object([Member])
    case array([OrderedJSON])
    case string(String)
    case integer(Int)
    case bool(Bool)
    case null

    /// An object with members in the order they are written.
    static func members(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    /// The members of both objects; anything else is left as it is.
    func adding(_ other: OrderedJSON) -> OrderedJSON {
        guard case .object(let own) = self, case .object(let members) = other else { return self }
        return .object(own + members)
    }

    /// The same object with further members; anything else is left as it is.
    func adding(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
        guard case .object(let own) = self else { return self }
        return .object(own + members.map { Member(name: $0.key, value: $0.value) })
    }

    /// A schema that also accepts null.
    var orNull: OrderedJSON {
        guard case .object(var members) = self else { return self }
        guard let type = members.firstIndex(where: { $0.name == "type" }), case .string = members[type].value else {
            return .members(["oneOf": .array([self, .members(["type": .string("null")])])])
        }
        members[type].value = .array([members[type].value, .string("null")])
        if let words = members.firstIndex(where: { $0.name == "enum" }), case .array(let items) = members[words].value {
            members[words].value = .array(items + [.null])
        }
        return .object(members)
    }

    /// The text, indented by two spaces; short flat values stay on one line.
    func text(indentation: String = "") -> String {
        if let line = inline, line.count + indentation.count <= 100 { return line }
        let deeper = indentation + "  "
        switch self {
        case .object(let members):
            let lines = members.map { "\(deeper)\(Self.quoted($0.name)): \($0.value.text(indentation: deeper))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
        case .array(let items):
            let lines = items.map { deeper + $0.text(indentation: deeper) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
        case .string, .integer, .bool, .null:
            return inline ?? ""
        }
    }

    /// The text on one line; nil when an object or list contains another one.
    private var inline: String? {
        switch self {
        case .string(let text): return Self.quoted(text)
        case .integer(let number): return String(number)
        case .bool(let flag): return flag ? "true" : "false"
        case .null: return "null"
        case .object(let members):
            guard members.allSatisfy({ $0.value.isScalar }) else { return nil }
            if members.isEmpty { return "{}" }
            return "{ " + members.map { "\(Self.quoted($0.name)): \($0.value.inline ?? "")" }.joined(separator: ", ")
                + " }"
        case .array(let items):
            guard items.allSatisfy(\.isScalar) else { return nil }
            return "[" + items.map { $0.inline ?? "" }.joined(separator: ", ") + "]"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array: false
        case .string, .integer, .bool, .null: true
        }
    }

    /// The text as a JSON string, including quotes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
