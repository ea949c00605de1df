/// JSON whose members stay in the order in which they are given: results read from the top, verdict first.
indirect enum OrderedJSON {
    case null
    case bool(Bool)
    case integer(Int)
    /// Written with at most three decimals.
    case seconds(Double)
    case string(String)
    case array([OrderedJSON])
    case object([(name: String, value: OrderedJSON)])

    /// A string, or null.
    static func text(_ value: (some CustomStringConvertible)?) -> OrderedJSON {
        value.map { .string($0.description) } ?? .null
    }

    static func list(_ values: some Sequence<some CustomStringConvertible>) -> OrderedJSON {
        .array(values.map { .string($0.description) })
    }

    /// Two spaces a level, a newline at the end.
    var document: String {
        var text = ""
        write(to: &text, depth: 0)
        return text + "\n"
    }

    private func write(to text: inout String, depth: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .seconds(let value): text += Self.decimal(value)
        case .string(let value): Self.quote(value, to: &text)
        case .array(let elements):
            Self.bracket("[", "]", elements, to: &text, depth: depth) { $0.write(to: &$1, depth: depth + 1) }
        case .object(let members):
            Self.bracket("{", "}", members, to: &text, depth: depth) { member, text in
                Self.quote(member.name, to: &text)
                text += ": "
                member.value.write(to: &text, depth: depth + 1)
            }
        }
    }

    private static func bracket<Element>(
        _ open: String, _ close: String, _ elements: [Element], to text: inout String, depth: Int,
        write: (Element, inout String) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            text += (index > 0 ? ",\n" : "\n") + String(repeating: "  ", count: depth + 1)
            write(element, &text)
        }
        if !elements.isEmpty { text += "\n" + String(repeating: "  ", count: depth) }
        text += close
    }

    private static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "null" }
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }

    /// Nothing invisible is written as it is: a terminal that shows the document obeys no escape sequence in it.
    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isInvisible:
                for unit in UTF16.encode(scalar) ?? .init() {
                    let hex = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
