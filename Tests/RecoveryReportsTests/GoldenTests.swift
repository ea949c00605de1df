import RecoveryReports
import Testing

@Suite("Reports as people and machines get them")
struct GoldenTests {
    @Test(arguments: [
        "audit-violated", "audit-compliant", "audit-incomplete", "plan", "plan-empty", "apply-failed",
        "apply-done", "drift", "drift-none",
    ])
    func `text, JSON and Markdown stay as reviewed`(name: String) throws {
        let result = try #require(try Samples().all.first { $0.name == name }).result
        try Golden.expect(result.text(TextLayout()), in: "Tests/Goldens/reports/\(name).txt")
        try Golden.expect(result.json, in: "Tests/Goldens/reports/\(name).json")
        try Golden.expect(result.markdown, in: "Tests/Goldens/reports/\(name).md")
    }

    @Test(arguments: [
        "drill-verified", "drill-marked", "drill-failed", "drill-history", "drill-history-empty", "drill-selftest",
        "drill-cleanup",
        "drill-status", "drill-status-running", "drill-status-clean", "evidence-list", "evidence-verification",
        "pitr-window", "pitr-advice",
    ])
    func `what drills come to stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().drills().first { $0.name == name }).result
        try Golden.expect(result.text(TextLayout(verbose: true)), in: "Tests/Goldens/reports/\(name).txt")
        try Golden.expect(result.json, in: "Tests/Goldens/reports/\(name).json")
        try Golden.expect(result.markdown, in: "Tests/Goldens/reports/\(name).md")
    }

    @Test func `a drill's page stays as reviewed`() throws {
        try Golden.expect(try Samples().verifiedDrill().html, in: "Tests/Goldens/reports/drill-verified.html")
        try Golden.expect(try Samples().failedDrill().html, in: "Tests/Goldens/reports/drill-failed.html")
    }

    @Test func `the page stays as reviewed`() throws {
        try Golden.expect(try Samples().page.html, in: "Tests/Goldens/reports/report.html")
    }

    @Test func `a verbose audit lists what is met`() throws {
        let text = try Samples().violated.text(TextLayout(verbose: true))
        #expect(text.contains("    The backup bucket exists in this account: exists (storage.bucket-exists)\n"))
        #expect(!(try Samples().violated.text(TextLayout()).contains("storage.bucket-exists")))
    }
}
