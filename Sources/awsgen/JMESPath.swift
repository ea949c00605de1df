/// The part of JMESPath (jmespath.org) that AWS's paginators and waiters use, as Swift expressions.
///
/// `A.B`, `A[].B`, `A[-1].B`, `X || Y`, and `length(A) == 0` or `> 0` with a literal in backticks.
struct JMESPath {
    let model: Model
    let types: TypeResolver
    /// Whether it is about what was received, or about what is sent.
    var direction = TypeResolver.Direction.output

    /// An optional value: `A.B`, `A[-1].B`, `X || Y`.
    func value(_ path: String, of root: String, from shape: Shape) throws -> String {
        let alternatives = path.split(separator: "|").map { $0.filter { $0 != " " } }
        return try alternatives.map { try single(String($0), of: root, from: shape).text }.joined(separator: " ?? ")
    }

    /// As `value`, as text even when it is an enumeration or a number.
    func text(_ path: String, of root: String, from shape: Shape) throws -> String {
        path.contains("|") ? try value(path, of: root, from: shape) : try single(path, of: root, from: shape).rawText
    }

    /// A list of values: `A[].B`.
    func list(_ path: String, of root: String, from shape: Shape) throws -> String {
        let parts = path.split(separator: "[", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("]") else { throw GenerationError("not a projection: \(path)") }
        let collection = try walk(String(parts[0]), root, shape)
        let items = try model.shape(collection.shape["member"] ?? .null)
        let field = try walk(String(parts[1].dropFirst(1)), "$0", items)
        return "(\(collection.text) ?? []).map { \(field.rawText) }"
    }

    /// A comparison of a list's length with a number.
    func length(_ path: String, of root: String, from shape: Shape) throws -> String {
        guard path.hasPrefix("length("), let close = path.firstIndex(of: ")") else {
            throw GenerationError("the expression is not known: \(path)")
        }
        var inner = String(path[path.index(path.startIndex, offsetBy: 7)..<close])
        // A projection is as long as its list, as every element has the member that is looked at.
        if let bracket = inner.range(of: "[]") { inner = String(inner[..<bracket.lowerBound]) }
        let comparison = path[path.index(after: close)...].filter { $0 != "`" }
        return "(\(try walk(inner, root, shape).text) ?? []).count\(comparison)"
    }

    private func single(_ path: String, of root: String, from shape: Shape) throws -> Walk {
        guard let bracket = path.range(of: "[-1].") else { return try walk(path, root, shape) }
        let list = try walk(String(path[..<bracket.lowerBound]), root, shape)
        let element = try model.shape(list.shape["member"] ?? .null)
        let last = Walk(text: list.text + (list.isOptional ? "?.last" : ".last"), shape: element, isOptional: true)
        return try walk(String(path[bracket.upperBound...]), from: last)
    }

    /// Where a path has led so far.
    private struct Walk {
        var text: String
        var shape: Shape
        var isOptional: Bool

        /// Text, whatever the type is.
        var rawText: String {
            let dot = isOptional ? "?." : "."
            if shape.isEnum { return text + dot + "rawValue" }
            return ["integer", "long"].contains(shape.type) ? text + dot + "description" : text
        }
    }

    private func walk(_ path: String, _ root: String, _ shape: Shape) throws -> Walk {
        try walk(path, from: Walk(text: root, shape: shape, isOptional: false))
    }

    private func walk(_ path: String, from start: Walk) throws -> Walk {
        var walk = start
        for name in path.split(separator: ".") {
            let member = try member(String(name), of: walk.shape)
            walk.text += (walk.isOptional ? "?." : ".") + Naming.label(member.key)
            walk.isOptional = walk.isOptional || !member.isAlwaysThere
            walk.shape = member.shape
        }
        return walk
    }

    private func member(_ name: String, of shape: Shape) throws -> Member {
        let members = try types.members(of: model.shape(named: shape.name), direction)
        guard let member = members.first(where: { $0.key == name }) else {
            throw GenerationError("\(shape.name) has no member \(name)")
        }
        return member
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
