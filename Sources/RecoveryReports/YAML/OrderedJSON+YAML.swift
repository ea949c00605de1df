import JSONWriting

extension OrderedJSON {
    /// As a YAML 1.2 document in block style. Texts are in double quotes, as JSON has them, so that none is read as something
    /// else: JSON's texts are YAML's.
    ///
    /// https://yaml.org/spec/1.2.2/#json-schema
    var yaml: String { yamlLines.joined(separator: "\n") + "\n" }

    private var yamlLines: [String] {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.flatMap { name, value in Self.nested("\(name):", value, indent: "  ") }
        case .array(let items) where !items.isEmpty:
            items.flatMap { item in
                item.yamlLines.enumerated().map { $0 == 0 ? "- \($1)" : "  \($1)" }
            }
        case .null, .bool, .integer, .seconds, .decimal, .string, .array, .generated, .object: [flow]
        }
    }

    /// A member: on its line where it is one value, below it where it has several.
    private static func nested(_ name: String, _ value: OrderedJSON, indent: String) -> [String] {
        let lines = value.yamlLines
        return value.isBlock ? [name] + lines.map { indent + $0 } : ["\(name) \(lines[0])"]
    }

    private var isBlock: Bool {
        switch self {
        case .object(let members): !members.isEmpty
        case .array(let items): !items.isEmpty
        case .null, .bool, .integer, .seconds, .decimal, .string, .generated: false
        }
    }

    /// On one line, as JSON.
    private var flow: String {
        var stream = JSONStream(.compact, escaping: \.isInvisible)
        write(to: &stream)
        return stream.text
    }
}
