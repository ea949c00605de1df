import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

@Suite("JUnit's XML")
struct JUnitTests {
    private static let read = """
        import pathlib, sys
        from junitparser import JUnitXml
        for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
            xml = JUnitXml.fromfile(str(file))
            print(file.name, xml.tests, xml.failures, xml.errors, xml.skipped)
            for suite in xml:
                told = (suite.tests, suite.failures, suite.errors, suite.skipped)
                kinds = [result._tag for case in suite for result in case.result]
                assert told == (len(list(suite)), *(kinds.count(k) for k in ("failure", "error", "skipped"))), told
                print(" ", suite.name, suite.timestamp, *told)
                for case in suite:
                    print("   ", case.classname, "|", case.name, "|", *(r._tag + ": " + r.message for r in case.result))
        """

    @Test func `junitparser reads a suite for each target and a case for each requirement`() async throws {
        let samples = try Samples()
        let report = Report.audit(try samples.auditRun(), origins: ["knowledge-base": samples.origins])
        let words = try await Judge.python(
            Self.read, about: [("audit.xml", ReportFormat.junit.document(report, samples.settings))])
        try Golden.expect(words, in: "Tests/Goldens/reports/audit-run.junit.txt")
        #expect(words.hasPrefix("audit.xml 14 4 3 4\n"))
    }

    @Test func `every audit stays as reviewed`() throws {
        let samples = try Samples()
        try Golden.expect(
            ReportFormat.junit.document(samples.audit([samples.violated]), samples.settings),
            in: "Tests/Goldens/reports/audit-violated.junit.xml")
    }

    @Test func `hostile names break out of no element`() async throws {
        let marked = try Samples(mark: HostileTextTests.mark).documents(.junit)
        let plain = try Samples().documents(.junit)
        #expect(marked.count == plain.count && marked.count >= 4)
        let shape = """
            import pathlib, sys
            import xml.etree.ElementTree as tree
            for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
                print(file.name, [(e.tag, sorted(e.keys())) for e in tree.parse(file).iter()])
            """
        #expect(try await Judge.python(shape, about: marked) == Judge.python(shape, about: plain))
        for (name, text) in marked {
            #expect(
                !text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }, "\(name)")
            #expect(!text.contains("<script"))
        }
        // Everything that a name holds is read back, made visible.
        let names = """
            import sys, pathlib
            from junitparser import JUnitXml
            for suite in JUnitXml.fromfile(str(next(pathlib.Path(sys.argv[1]).glob("audit-violated*")))):
                print(suite.name)
            """
        let read = try await Judge.python(names, about: marked)
        #expect(read.contains(#"<script>alert(1)</script>"'&amp;|`*_[x](javascript:y)\n# forged\r\nforged\t\u{1b}[2J"#))
    }
}
