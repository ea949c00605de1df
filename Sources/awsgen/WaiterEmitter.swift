/// Waiters as Swift constants.
struct WaiterEmitter {
    let model: Model
    let types: TypeResolver

    func waiter(_ name: String, _ facts: JSON, output: Shape) throws -> String {
        let operation = facts["operation"]?.string ?? ""
        var lines = ["    /// Looks with `\(Naming.lowered(operation))`."]
        lines.append("    public static let \(Naming.lowered(name)) = Waiter(")
        lines.append(
            "        \"\(name)\", \(Naming.lowered(operation)), delay: .seconds(\(facts["delay"]?.integer ?? 5)),")
        lines.append("        maximumAttempts: \(facts["maxAttempts"]?.integer ?? 20),")
        lines.append("        acceptors: [")
        for acceptor in facts["acceptors"]?.array ?? [] {
            lines.append("            \(try self.acceptor(acceptor, output)),")
        }
        return (lines + ["        ])"]).joined(separator: "\n")
    }

    private func acceptor(_ facts: JSON, _ output: Shape) throws -> String {
        let state = facts["state"]?.string ?? ""
        let argument = facts["argument"]?.string ?? ""
        let path = JMESPath(model: model, types: types)
        switch facts["matcher"]?.string {
        case "status": return ".status(.\(state), \(facts["expected"]?.integer ?? 0))"
        case "error": return ".error(.\(state), \"\(facts["expected"]?.string ?? "")\")"
        case "pathAll":
            return ".all(.\(state), \"\(facts["expected"]?.string ?? "")\") { \(try list(path, argument, output)) }"
        case "pathAny":
            return ".any(.\(state), \"\(facts["expected"]?.string ?? "")\") { \(try list(path, argument, output)) }"
        case "path" where argument.hasPrefix("length("):
            let text = try path.length(argument, of: "$0", from: output)
            return ".value(.\(state), \(facts["expected"]?.bool ?? true)) { \(text) }"
        case "path":
            let text = try path.text(argument, of: "$0", from: output)
            return ".value(.\(state), \"\(facts["expected"]?.string ?? "")\") { \(text) }"
        default: throw GenerationError("the matcher \(facts["matcher"]?.string ?? "?") is unknown")
        }
    }

    private func list(_ path: JMESPath, _ argument: String, _ output: Shape) throws -> String {
        try path.list(argument, of: "$0", from: output).replacingElement()
    }
}

extension String {
    /// The inner closure's `$0` would hide the outer one's.
    fileprivate func replacingElement() -> String {
        guard let brace = firstIndex(of: "{") else { return self }
        let head = self[..<brace]
        let tail = self[brace...].split(separator: "$0", omittingEmptySubsequences: false).joined(separator: "item")
        return "page in " + head.split(separator: "$0", omittingEmptySubsequences: false).joined(separator: "page")
            + "{ item in" + tail.dropFirst()
    }
}
