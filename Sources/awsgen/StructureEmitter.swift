/// A structure as Swift source.
struct StructureEmitter {
    let model: Model
    let types: TypeResolver
    let access: String

    /// - Parameter name: The Swift name, where it is not the shape's own.
    func structure(_ shape: Shape, named name: String, _ direction: TypeResolver.Direction, link: String?) throws
        -> String
    {
        let members = try types.members(of: shape, direction)
        let fields = try members.map { member in
            let type = try types.swiftType(member.shape, in: direction, of: shape.name)
            return Field(member: member, type: member.isAlwaysThere ? type : type + "?", given: type)
        }
        // What only arrives needs neither to be changed nor to be made: it is read.
        let isSent = direction.isSent
        var lines: [String] = []
        if let link { lines.append("/// \(link)") }
        lines.append("\(access)struct \(name): \(isSent ? "InputShape" : "Shape") {")
        lines += fields.map { "    \(access)\(isSent ? "var" : "let") \($0.member.name): \($0.type)" }
        if isSent { lines += initialiser(fields) }
        lines += try reader(fields, shape, direction)
        if isSent { lines += writer(fields) }
        lines += try schema(members, shape)
        lines.append("}")
        return lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }

    /// A member with the type of its property, and of the value that it is made from.
    private struct Field {
        let member: Member
        let type: String
        let given: String
    }

    private func initialiser(_ fields: [Field]) -> [String] {
        let parameters = fields.map { "\($0.member.name): \($0.member.isToBeGiven ? $0.given : $0.given + "? = nil")" }
        guard !fields.isEmpty else { return ["    \(access)init() {}"] }
        var lines = ["    \(access)init("]
        lines += Self.wrapped(parameters, indent: "        ", width: 116)
        lines.append("    ) {")
        lines += fields.map { "        self.\(Naming.escaped(Naming.label($0.member.key))) = \($0.member.name)" }
        lines.append("    }")
        return lines
    }

    private func reader(
        _ fields: [Field], _ shape: Shape, _ direction: TypeResolver.Direction
    ) throws -> [String] {
        var lines = ["    \(access)init(members m: StructureReader) throws {"]
        for (number, field) in fields.enumerated() {
            let method =
                switch field.type {
                case "String?": "string"
                case "Int?": "integer"
                case "Double?": "number"
                case "Bool?": "boolean"
                case "Timestamp?": "timestamp"
                default: field.member.isAlwaysThere ? "required" : "value"
                }
            lines.append("        self.\(Naming.escaped(Naming.label(field.member.key))) = try m.\(method)(\(number))")
        }
        return lines + ["    }"]
    }

    private func writer(_ fields: [Field]) -> [String] {
        var lines = ["    \(access)func writeMembers(to w: any ShapeWriter) throws {"]
        // Attributes first: the start tag is still open for them.
        let ordered =
            fields.enumerated().filter { $0.element.member.shape.has("xmlAttribute") }
            + fields.enumerated().filter { !$0.element.member.shape.has("xmlAttribute") }
        if !ordered.isEmpty { lines.append("        let m = Self.schema.members") }
        for (number, field) in ordered {
            let method =
                switch field.type.last == "?" ? String(field.type.dropLast()) : field.type {
                case "String": "putString"
                case "Int": "putInteger"
                case "Bool": "putBoolean"
                case "Timestamp": "putTimestamp"
                default: "put"
                }
            lines.append("        try w.\(method)(\(Naming.escaped(Naming.label(field.member.key))), m[\(number)])")
        }
        return lines + ["    }"]
    }

    func schema(_ members: [Member], _ shape: Shape) throws -> [String] {
        let head = "    \(access)static let schema = StructureSchema(\"\(shape.name)\""
        guard !members.isEmpty else { return [head + ")"] }
        let emitter = SchemaEmitter(model: model)
        let names = Self.wrapped(members.map(\.key), separator: "", indent: "        ", width: 116)
        let special = try members.compactMap(emitter.member)
        let text =
            names.count == 1
            ? [head + ", \"\(names[0].drop { $0 == " " })\""] : [head + ", \"\"\""] + names + ["        \"\"\""]
        guard !special.isEmpty else { return text.dropLast() + [text[text.count - 1] + ")"] }
        return text.dropLast() + [text[text.count - 1] + ", ["] + special.map { "        " + $0 + "," } + ["    ])"]
    }

    /// Items between commas, as many a line as fit.
    static func wrapped(_ items: [String], separator: String = ",", indent: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = indent
        for (index, item) in items.enumerated() {
            let text = item + (index + 1 < items.count ? separator : "")
            if line.count > indent.count, line.count + 1 + text.count > width {
                lines.append(line)
                line = indent
            }
            line += line.count > indent.count ? " " + text : text
        }
        return lines + [line]
    }
}
