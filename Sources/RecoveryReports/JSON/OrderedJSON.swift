/// JSON whose members keep the order in which they are given, so that results read from the top, verdict first.
indirect enum OrderedJSON {
    case null
    case bool(Bool)
    case integer(Int)
    /// Written with at most three decimals.
    case seconds(Double)
    case string(String)
    case array([OrderedJSON])
    /// Elements that are created as they are written, so that a long list is never held in memory.
    case generated(count: Int, (Int) -> OrderedJSON)
    case object([(name: String, value: OrderedJSON)])

    /// A string, or null.
    static func text(_ value: (some CustomStringConvertible)?) -> OrderedJSON {
        value.map { .string($0.description) } ?? .null
    }

    static func list(_ values: some Sequence<some CustomStringConvertible>) -> OrderedJSON {
        .array(values.map { .string($0.description) })
    }

    /// The document, indented by two spaces per level, with a newline at the end.
    var document: String {
        var text = ""
        write { text += $0 }
        return text
    }

    /// The document, in pieces of a few kilobytes.
    func write(_ piece: (String) -> Void) {
        var text = ""
        write(to: &text, depth: 0, piece)
        piece(text + "\n")
    }

    private func write(to text: inout String, depth: Int, _ piece: (String) -> Void) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .seconds(let value): text += Self.decimal(value)
        case .string(let value): Self.quote(value, to: &text)
        case .array(let elements):
            Self.bracket("[", "]", elements.count, to: &text, depth: depth) { index, text in
                elements[index].write(to: &text, depth: depth + 1, piece)
            }
        case .generated(let count, let element):
            Self.bracket("[", "]", count, to: &text, depth: depth) { index, text in
                element(index).write(to: &text, depth: depth + 1, piece)
                guard text.utf8.count > Self.pieceSize else { return }
                piece(text)
                text = ""
            }
        case .object(let members):
            Self.bracket("{", "}", members.count, to: &text, depth: depth) { index, text in
                Self.quote(members[index].name, to: &text)
                text += ": "
                members[index].value.write(to: &text, depth: depth + 1, piece)
            }
        }
    }

    private static let pieceSize = 16 << 10

    private static func bracket(
        _ open: String, _ close: String, _ count: Int, to text: inout String, depth: Int,
        write: (Int, inout String) -> Void
    ) {
        text += open
        for index in 0..<count {
            text += index > 0 ? ",\n" : "\n"
            indent(&text, depth + 1)
            write(index, &text)
        }
        if count > 0 {
            text += "\n"
            indent(&text, depth)
        }
        text += close
    }

    private static func indent(_ text: inout String, _ depth: Int) {
        for _ in 0..<depth { text += "  " }
    }

    private static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "null" }
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }

    /// Escapes everything invisible, so that a terminal that shows the document obeys no escape sequence in it.
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
