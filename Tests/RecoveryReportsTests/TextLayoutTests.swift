import RecoveryModel
import RecoveryReports
import Testing

@Suite("Text for a terminal")
struct TextLayoutTests {
    private func texts(_ change: (inout RenderSettings) -> Void = { _ in }) throws -> [(name: String, text: String)] {
        let samples = try Samples()
        var settings = samples.settings
        change(&settings)
        return try (samples.all + samples.runs()).map { ($0.name, ReportFormat.text.document($0.report, settings)) }
    }

    @Test(arguments: [40, 60, 80, 132])
    func `no line is wider than the terminal unless one word is`(width: Int) throws {
        for (name, text) in try texts({ $0.width = width }) {
            // The verdict and the figures in the table of targets are not broken.
            for line in text.split(separator: "\n") where !line.hasPrefix("  verdict ") {
                let words = line.split(separator: " ").drop {
                    $0.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "-" }
                }
                #expect(line.count <= width || words.count <= 2, "\(name): \(line)")
            }
        }
    }

    @Test func `the first word is the verdict`() throws {
        #expect(
            try texts().map { $0.text.prefix { $0 != ":" } } == [
                "VIOLATED", "COMPLIANT", "INCOMPLETE", "COMPLIANT", "VIOLATED", "CHANGES", "CHANGES", "WAITING",
                "NOTHING TO CHANGE", "FAILED",
                "APPLIED", "DRIFTED",
                "NO DRIFT", "VIOLATED", "VIOLATED", "FAILED", "CHANGES", "FAILED", "DRIFTED",
            ])
    }

    @Test func `colour repeats the words and takes no room`() throws {
        for (coloured, plain) in zip(try texts { $0.style = .ansi }, try texts()) {
            #expect(coloured.text.contains("\u{1B}["), "\(plain.name)")
            #expect(coloured.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain.text, "\(plain.name)")
        }
    }

    @Test func `an unknown is never written as a pass`() throws {
        let samples = try Samples()
        let text = ReportFormat.text.document(samples.audit([samples.incomplete]), samples.settings)
        #expect(text.contains("Could not be checked: this is not a pass"))
        #expect(text.contains("s3:GetLifecycleConfiguration: AccessDenied"))
        #expect(text.contains("Met: 1\n"))
    }
}
