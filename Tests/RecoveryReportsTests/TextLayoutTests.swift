import RecoveryReports
import Testing

@Suite("Text for a terminal")
struct TextLayoutTests {
    @Test(arguments: [40, 60, 80, 132])
    func `no line is wider than the terminal unless one word is`(width: Int) throws {
        for (name, result) in try Samples().all {
            for line in result.text(TextLayout(width: width, verbose: true)).split(separator: "\n") {
                let words = line.split(separator: " ")
                #expect(line.count <= width || words.count <= 2, "\(name): \(line)")
            }
        }
    }

    @Test func `the first word is the verdict`() throws {
        let samples = try Samples()
        let verdicts = samples.all.map { $0.result.text(TextLayout()).prefix { $0 != ":" } }
        #expect(
            verdicts == [
                "VIOLATED", "COMPLIANT", "INCOMPLETE", "CHANGES", "NOTHING TO CHANGE", "FAILED", "APPLIED", "DRIFTED",
                "NO DRIFT",
            ])
    }

    @Test func `colour repeats the words and takes no room`() throws {
        for (name, result) in try Samples().all {
            let coloured = result.text(TextLayout(style: .ansi))
            #expect(coloured.contains("\u{1B}["), "\(name)")
            let bare = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
            #expect(bare == result.text(TextLayout()), "\(name)")
        }
    }

    @Test func `an unknown is never written as a pass`() throws {
        let text = try Samples().incomplete.text(TextLayout())
        #expect(text.contains("Could not be checked: this is not a pass"))
        #expect(text.contains("s3:GetLifecycleConfiguration: AccessDenied"))
        #expect(text.contains("Met: 1\n"))
    }
}
