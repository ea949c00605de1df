import RecoveryModel

/// The reference of the policy language in Markdown, generated from the parser's definitions.
package enum PolicyReference {
    /// All fields, a table for each section of a policy.
    package static var fields: String {
        let sections = Record.policy.fields.map { field in
            let rows = field.rows
            let head =
                "### `\(field.name)`\n\n\(field.documentation)"
                + (field.isRequired ? " Required." : field.fallback.isEmpty ? "" : " Default: \(field.fallback).")
            guard !rows.isEmpty else { return "\(head)\n\nType: \(field.label)." }
            return head + "\n\n| key | type | default | meaning |\n|---|---|---|---|\n"
                + rows.map(\.line).joined(separator: "\n")
        }
        return sections.joined(separator: "\n\n")
    }

    /// All lint rules.
    package static var rules: String {
        "| id | | reason |\n|---|---|---|\n"
            + LintRule.all.sorted { $0.id < $1.id }
            .map { "| `\($0.id)` | \($0.severity.rawValue) | \($0.reason) |" }
            .joined(separator: "\n")
    }

    /// The path of every field, with `[]` for items of lists: `databases[].backups.retention`.
    package static var paths: [String] {
        Record.policy.fields.flatMap { field in [field.name] + field.rows.map(\.path) }
    }
}

extension ReferenceRow {
    fileprivate var line: String {
        "| `\(path)` | \(label) | \(fallback) | \(documentation) |"
    }
}
