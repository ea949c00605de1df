import RecoveryModel
import RecoveryReports
import Testing

@Suite("Annotations as a format")
struct GitHubFormatTests {
    /// As the runner takes a line apart: `::` at its start, the command, properties by comma and the first `=`, escapes.
    /// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    private static let read = """
        import pathlib, sys
        def plain(text, more):
            for code, character in more + [("%0D", "\\r"), ("%0A", "\\n"), ("%25", "%")]:
                text = text.replace(code, character)
            return text
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            lines = file.read_text().split("\\n")
            assert lines.pop() == ""
            for line in lines:
                assert line.startswith("::"), line
                end = line.index("::", 2)
                command, _, properties = line[2:end].partition(" ")
                assert command in ("error", "warning", "notice"), command
                found = {}
                for pair in properties.split(","):
                    name, equal, value = pair.partition("=")
                    assert equal and name in ("file", "line", "col", "title"), pair
                    assert name not in found
                    found[name] = plain(value, [("%3A", ":"), ("%2C", ",")])
                assert found["title"]
                if "line" in found: assert int(found["line"]) > 0
                assert plain(line[end + 2:], [])
                print(file.name, command, sorted(found))
        """

    @Test func `the runner's rules read every line as one annotation, hostile names included`() async throws {
        let documents = try Samples.audits(.github, ending: "txt")
        let lines = try await Judge.python(Self.read, about: documents).split(separator: "\n").map(String.init)
        let plain = lines.filter { $0.hasPrefix("plain-") }.map { $0.dropFirst(6) }
        let hostile = lines.filter { $0.hasPrefix("hostile-") }.map { $0.dropFirst(8) }
        #expect(
            plain == hostile && plain.count > 10, "no name adds, drops or changes an annotation: \(lines.prefix(6))")
        let broken = documents.map { ($0.name, $0.text.replacing("title=", with: "titel=")) }
        #expect(try await Judge.python(Self.read, about: broken).hasPrefix("refused:"))
        for (name, text) in documents { #expect(Samples.isVisible(text), "\(name)") }
    }

    @Test func `every open finding, failed target and gap has one, and the verdict comes last`() throws {
        let samples = try Samples()
        let report = Report.audit(try samples.auditRun(), origins: ["knowledge-base": samples.origins])
        let lines = ReportFormat.github.document(report, samples.settings).split(separator: "\n")
        // Four violated, two unknown, one failed, two not covered, the verdict.
        #expect(lines.count == 10)
        #expect(lines.contains { $0.hasPrefix("::error file=policies/knowledge base.yaml,line=12,col=18,title=") })
        #expect(lines.contains { $0.contains("could not be checked: s3:GetLifecycleConfiguration") })
        #expect(lines.last?.hasPrefix("::notice title=drctl audit::VIOLATED: ") == true)
    }
}
