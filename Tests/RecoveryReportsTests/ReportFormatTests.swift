import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

@Suite("Formats of reports")
struct ReportFormatTests {
    @Test func `every format has its own name, by which it is found`() {
        let names = ReportFormat.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.prefix(4) == ["text", "json", "markdown", "html"])
        for format in ReportFormat.all { #expect(ReportFormat.named(format.name) == format) }
        #expect(ReportFormat.named("pdf") == nil)
    }

    @Test func `text, JSON and Markdown make sense for every report, and a page for audits and drills`() throws {
        for (name, report) in try Samples().reports() {
            let formats = ReportFormat.all(for: report.kind)
            #expect(formats.prefix(3) == [.text, .json, .markdown], "\(name)")
            #expect(
                formats.contains(.html)
                    == (name.hasPrefix("audit") || [.drill, .plan, .objectives].contains(report.kind)), "\(name)"
            )
        }
        #expect(Report(try Samples().verifiedDrill()).kind == .drill)
        #expect(Report(EvidenceListing([])).kind == .single)
    }

    /// 6,000 findings on 2,000 databases.
    private func largeRun() throws -> (Run<AuditResult>, RenderSettings) {
        let samples = try Samples()
        let findings = (0..<2_000).flatMap { number in
            samples.violated.findings.prefix(3).map { finding in
                var finding = finding
                finding.resource = ResourceReference(.database, "kb-\(number)")
                return finding
            }
        }
        var audit = samples.violated
        audit = AuditResult(
            policy: audit.policy, account: audit.account, region: audit.region, at: audit.at, findings: findings)
        return (Run([.init(audit.target, .done(audit))]), samples.settings)
    }

    @Test(arguments: ReportFormat.all.filter { $0.kinds.contains(.audit) }.map(\.name))
    func `a large audit is written in small pieces, and whole`(name: String) throws {
        let format = try #require(ReportFormat.named(name))
        let (run, settings) = try largeRun()
        var (pieces, largest) = (0, 0)
        var document: [UInt8] = []
        format.write(.audit(run, verbose: true), settings) { piece in
            pieces += 1
            largest = max(largest, piece.count)
            document += piece
        }
        #expect(document.count > 1 << 19)
        #expect(largest < 64 << 10)
        #expect(pieces > document.count >> 16)
        #expect(document.last == UInt8(ascii: "\n"))
        let text = String(decoding: document, as: UTF8.self)
        #expect(text == format.document(.audit(run, verbose: true), settings))
        for number in [0, 999, 1_999] { #expect(text.contains("kb-\(number)")) }
    }
}
