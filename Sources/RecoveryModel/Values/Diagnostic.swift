/// A problem in the user's input: the location, the cause and the fix.
package struct Diagnostic: Hashable, Sendable, Codable {
    /// The severity of a diagnostic.
    package enum Severity: String, Sendable, Codable { case error, warning, note }

    /// A location in a file; lines and columns count from 1.
    package struct Location: Hashable, Sendable, Codable {
        package var file: String
        package var line: Int
        package var column: Int

        package init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// The severity.
    package var severity: Severity
    /// A stable identifier in kebab-case, such as `unknown-key` or `rpo-below-pitr`.
    package var id: String
    /// The problem in one line.
    package var summary: String
    /// The explanation, if one line is not enough.
    package var detail: String?
    /// The location; nil when the problem is not in a file.
    package var location: Location?
    /// The fix.
    package var hint: String?

    /// Creates a diagnostic from its parts.
    package init(
        _ severity: Severity, id: String, _ summary: String, detail: String? = nil, at location: Location? = nil,
        hint: String? = nil
    ) {
        self.severity = severity
        self.id = id
        self.summary = summary
        self.detail = detail
        self.location = location
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: summary [id]`, then detail and hint on lines of their own.
    package var description: String {
        let place = location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
        var text = "\(place)\(severity.rawValue): \(summary) [\(id)]"
        if let detail { text += "\n  \(detail)" }
        if let hint { text += "\n  hint: \(hint)" }
        return text
    }
}
