/// A problem in what the user gave us: the place, the cause and the cure.
package struct Diagnostic: Hashable, Sendable, Codable {
    /// How bad it is.
    package enum Severity: String, Sendable, Codable { case error, warning, note }

    /// A place in a file; line and column count from 1.
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

    /// How bad it is.
    package var severity: Severity
    /// Stable and kebab-case, such as `unknown-key` or `rpo-below-pitr`.
    package var id: String
    /// What is wrong, in one line.
    package var summary: String
    /// Why, when it needs more than a line.
    package var detail: String?
    /// Where; nil when it is about no file.
    package var location: Location?
    /// What to do about it.
    package var hint: String?

    /// From its parts.
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
