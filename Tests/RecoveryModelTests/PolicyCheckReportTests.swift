import RecoveryModel
import Testing

@Suite struct PolicyCheckReportTests {
    private func diagnostic(_ severity: Diagnostic.Severity, _ file: String) -> Diagnostic {
        Diagnostic(severity, id: "a", "summary", at: .init(file: file, line: 1, column: 1))
    }

    @Test func `a file counts its own errors and warnings, and one that has none counts none`() {
        let report = PolicyCheckReport(
            policies: [(file: "a.yaml", policy: "a"), (file: "b.yaml", policy: "b")],
            [
                diagnostic(.error, "b.yaml"), diagnostic(.warning, "b.yaml"), diagnostic(.warning, "b.yaml"),
                diagnostic(.note, "b.yaml"), diagnostic(.error, "c.yaml"),
            ])
        #expect(report.files.map(\.file) == ["a.yaml", "b.yaml", "c.yaml"])
        #expect(report.files.map(\.errors) == [0, 1, 1])
        #expect(report.files.map(\.warnings) == [0, 2, 0])
    }
}
