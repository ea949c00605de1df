import FoundationEssentials
import Testing

/// Whole outputs, kept under Tests/Goldens; `DRCTL_RECORD=1` writes them anew, and their diff is reviewed like code.
enum Golden {
    /// The repository's root.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Expects a text to equal a file of the repository.
    static func expect(_ text: String, in path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = root.appending(path: path)
        if ProcessInfo.processInfo.environment["DRCTL_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        guard text != expected else { return }
        let lines = (
            text: text.split(separator: "\n", omittingEmptySubsequences: false),
            expected: expected.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let differing = zip(lines.text, lines.expected).enumerated().first { $1.0 != $1.1 }
        Issue.record(
            """
            \(path) differs from line \((differing?.offset ?? min(lines.text.count, lines.expected.count)) + 1):
              expected: \(differing?.element.1 ?? "(end)")
              got:      \(differing?.element.0 ?? "(end)")
            `DRCTL_RECORD=1 swift test` writes it anew.
            """, sourceLocation: sourceLocation)
    }
}
