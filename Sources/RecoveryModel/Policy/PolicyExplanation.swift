/// The result of `drctl policy explain`: every value of the expanded policy and its origin.
package struct PolicyExplanation: Sendable, Equatable, Encodable {
    /// The policy's name.
    package var policy: String
    /// The file it was read from.
    package var file: String
    /// The values in the order of the reference.
    package var values: [ExplainedValue]

    /// Creates the explanation of a document.
    package init(_ document: PolicyDocument) {
        policy = document.policy.name
        file = document.file
        values = document.explanation
    }

    /// A line for each value with its path and origin; long values are truncated, and line breaks become spaces.
    package var text: String {
        let rows = values.map { value in
            (path: value.path.description, value: Self.line(value.value), origin: value.origin.description)
        }
        let pathWidth = min(rows.map(\.path.count).max() ?? 0, 56)
        let valueWidth = min(rows.map(\.value.count).max() ?? 0, 48)
        return rows.map { row in
            "\(Self.padded(row.path, to: pathWidth))  \(Self.padded(row.value, to: valueWidth))  \(row.origin)\n"
        }.joined()
    }

    private static func line(_ value: String) -> String {
        let words = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 48 ? words.prefix(47) + "…" : words
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
