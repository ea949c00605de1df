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
        let got = text.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        guard text != expected else { return }
        let line = zip(got, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? min(got.count, wanted.count)
        Issue.record(
            """
            \(path) differs from line \(line + 1):
              expected: \(line < wanted.count ? wanted[line] : "(end)")
              got:      \(line < got.count ? got[line] : "(end)")
            `DRCTL_RECORD=1 swift test` writes it anew.
            """, sourceLocation: sourceLocation)
    }
}
