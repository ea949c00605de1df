/// Paginators as Swift constants.
struct PaginatorEmitter {
    let model: Model
    let types: TypeResolver

    func paginator(_ operation: String, _ facts: JSON, input: Shape, output: Shape) throws -> String {
        let constant = Naming.lowered(operation)
        let inputTokens = Self.strings(facts["input_token"])
        let outputTokens = Self.strings(facts["output_token"])
        guard inputTokens.count == outputTokens.count, !inputTokens.isEmpty else {
            throw GenerationError("\(operation): tokens do not match")
        }
        let path = JMESPath(model: model, types: types)
        var lines = ["    /// Pages of `\(constant)`."]
        lines.append("    public static let \(constant)Pages = Paginator(\(constant)) { page, input in")
        if let more = facts["more_results"]?.string {
            lines.append("        guard \(try path.value(more, of: "page", from: output)) == true else { return nil }")
        }
        for (inputToken, outputToken) in zip(inputTokens, outputTokens) {
            let value = try path.value(outputToken, of: "page", from: output)
            lines.append("        input.\(Naming.label(inputToken)) = \(value)")
        }
        let sent = JMESPath(model: model, types: types, direction: .input)
        let tokens = try inputTokens.map { try sent.text($0, of: "input", from: input) }.joined(separator: ", ")
        return (lines + ["        return [\(tokens)]", "    }"]).joined(separator: "\n")
    }

    private static func strings(_ value: JSON?) -> [String] {
        value?.string.map { [$0] } ?? (value?.array ?? []).compactMap(\.string)
    }
}
