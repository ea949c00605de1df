import RecoveryModel
import RecoveryReports
import Testing

@Suite("Comma-separated values")
struct CSVTests {
    private static let read = """
        import csv, pathlib, sys
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            with open(file, newline="", encoding="utf-8") as text:
                rows = list(csv.reader(text, strict=True))
            assert all(len(row) == len(rows[0]) for row in rows), file.name
            for row in rows:
                for cell in row:
                    assert not cell.lstrip().startswith(tuple("=+-@|%\\t\\r")), cell
                    assert "\\n" not in cell and "\\r" not in cell, cell
            print(len(rows))
            if len(sys.argv) > 2: print(rows)
        """

    @Test func `Python's reader sees a row for each finding and each gap, hostile names included`() async throws {
        let documents = try Samples.audits(.csv, ending: "csv")
        let counts = try await Judge.python(Self.read, about: documents).split(separator: "\n").map(String.init)
        #expect(counts.count == documents.count)
        // The same rows whatever the names are.
        #expect(Array(counts.prefix(counts.count / 2)) == Array(counts.suffix(counts.count / 2)))
        let samples = try Samples()
        let run = ReportFormat.csv.document(.audit(try samples.auditRun()), samples.settings)
        #expect(run.contains("\"failed\"") && run.contains("\"not covered\""))
        for (name, text) in documents { #expect(Samples.isVisible(text), "\(name)") }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "|calc", "%0A"])
    func `no cell becomes a formula`(name: String) throws {
        let samples = try Samples()
        var audit = samples.compliant
        for index in audit.findings.indices { audit.findings[index].resource.name = name }
        let document = ReportFormat.csv.document(samples.audit([audit]), samples.settings)
        #expect(!document.contains(",\"\(name)"))
        #expect(document.contains("\"'") || document.contains(#""\t=1"#) || document.contains(#""\r=1"#))
    }

    @Test func `a verdict, its reason and its place are in their columns`() throws {
        let samples = try Samples()
        let lines = ReportFormat.csv.document(samples.audit([samples.violated]), samples.settings)
            .split(separator: "\r\n")
        #expect(lines.count == 8 && lines[0].hasPrefix("\"policy\",\"account\",\"region\""))
        let retention = try #require(lines.first { $0.contains("database.backup-retention") })
        #expect(retention.contains("\"violated\",\"high\"") && retention.contains("\"12\""))
        #expect(
            lines.contains { $0.contains("\"unknown\"") && $0.contains("s3:GetLifecycleConfiguration: AccessDenied") })
        #expect(
            lines.contains { $0.contains("\"waived\"") && $0.contains("waived until 2027-03-31 by cto@example.com") })
    }
}
