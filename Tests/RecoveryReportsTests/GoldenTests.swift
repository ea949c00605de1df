import RecoveryModel
import RecoveryReports
import Testing

@Suite("Reports as people and machines get them")
struct GoldenTests {
    private func expect(_ report: Report, _ name: String) throws {
        let settings = try Samples().settings
        for (format, ending) in [(ReportFormat.text, "txt"), (.json, "json"), (.markdown, "md")] {
            try Golden.expect(format.document(report, settings), in: "Tests/Goldens/reports/\(name).\(ending)")
        }
    }

    @Test(arguments: [
        "audit-violated", "audit-compliant", "audit-incomplete", "audit-explained", "audit-framework", "plan",
        "plan-waiting",
        "apply-waiting", "plan-empty",
        "apply-failed",
        "apply-done", "drift", "drift-none",
    ])
    func `text, JSON and Markdown of one target stay as reviewed`(name: String) throws {
        try expect(try #require(try Samples().all.first { $0.name == name }).report, name)
    }

    @Test(arguments: ["audit-run", "audit-compared", "audit-failed", "plan-run", "apply-run", "drift-run"])
    func `text, JSON and Markdown of several targets stay as reviewed`(name: String) throws {
        try expect(try #require(try Samples().runs().first { $0.name == name }).report, name)
    }

    @Test(arguments: [
        "apply-history", "apply-shown", "drill-verified", "drill-marked", "drill-failed", "drill-history",
        "drill-history-empty", "drill-selftest", "drill-series", "drill-series-current", "pitr-windows",
        "drill-cleanup",
        "drill-status", "drill-status-running", "drill-status-clean", "restore-tests", "restore-tests-none",
        "evidence-list", "evidence-verification",
        "pitr-window", "pitr-advice", "recovery", "recovery-failed", "recovery-rollback",
        "recovery-status", "recovery-status-running", "recovery-status-clean", "inventory-list", "inventory",
        "objectives", "runbook", "runbook-check",
    ])
    func `what drills come to stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().drills().first { $0.name == name }).result
        try expect(Report(result, verbose: true), name)
    }

    @Test(arguments: ["doctor-ready", "doctor-nothing", "policy-check-invalid", "policy-check-valid"])
    func `what is said before the first audit stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().setup().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test(arguments: [
        "backup", "backup-list", "backup-list-empty", "backup-restore", "backup-verification", "backup-prune",
        "backup-pruned",
    ])
    func `what is done with backups stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().backups().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test(arguments: ["secrets-check", "secrets-export", "secrets-restore", "secrets-restored", "secrets-nothing"])
    func `what is done with secrets stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().secrets().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test(arguments: ["alarms-test", "alarms-test-delivered", "alarms-chain", "alarms-chain-whole"])
    func `what is found of alert chains stays as reviewed`(name: String) throws {
        let result = try #require(Samples().alarms().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test(arguments: [
        "snapshots-rotate", "snapshots-rotate-done", "snapshots-rotate-failed", "snapshots-rotate-refused",
    ])
    func `what is done with snapshots stays as reviewed`(name: String) throws {
        let result = try #require(Samples().rotations().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test(arguments: ["cost", "cost-over", "cost-within"])
    func `what recovery costs stays as reviewed`(name: String) throws {
        let result = try #require(try Samples().costs().first { $0.name == name }).result
        try expect(Report(result), name)
    }

    @Test func `a drill's page stays as reviewed`() throws {
        try Golden.expect(try Samples().verifiedDrill().html, in: "Tests/Goldens/reports/drill-verified.html")
        try Golden.expect(try Samples().failedDrill().html, in: "Tests/Goldens/reports/drill-failed.html")
        try Golden.expect(try Samples().runbook.html, in: "Tests/Goldens/reports/runbook.html")
        try Golden.expect(try Samples().recovery().html, in: "Tests/Goldens/reports/recovery.html")
        try Golden.expect(try Samples().objectivesReport().html, in: "Tests/Goldens/reports/objectives.html")
        let cost = try #require(try Samples().costs().first?.result as? CostReport)
        try Golden.expect(cost.html, in: "Tests/Goldens/reports/cost.html")
    }

    @Test func `the page stays as reviewed`() throws {
        try Golden.expect(try Samples().page.html, in: "Tests/Goldens/reports/report.html")
        let samples = try Samples()
        try Golden.expect(
            ReportPage.document(samples.reportRun, at: samples.settings.at), in: "Tests/Goldens/reports/report-run.html"
        )
    }

    @Test func `the pages of an audit stay as reviewed`() throws {
        let samples = try Samples()
        try Golden.expect(
            ReportFormat.html.document(.audit(try samples.auditRun()), samples.settings),
            in: "Tests/Goldens/reports/audit-run.html")
        try Golden.expect(
            ReportFormat.html.document(samples.audit([samples.violated]), samples.settings),
            in: "Tests/Goldens/reports/audit-violated.html")
    }

    @Test func `a verbose audit lists what is met`() throws {
        let samples = try Samples()
        let text = ReportFormat.text.document(samples.audit([samples.violated], verbose: true), samples.settings)
        #expect(text.contains("    The backup bucket exists in this account: exists (storage.bucket-exists)\n"))
        let short = ReportFormat.text.document(samples.audit([samples.violated]), samples.settings)
        #expect(!short.contains("storage.bucket-exists"))
    }
}
