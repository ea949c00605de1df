import AWSNames
import Foundation
import RecoveryModel
import RecoveryReports
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The filter of a page's findings, in Chromium.
@Suite("The filter of findings")
struct PageFilterTests {
    private let samples: Samples

    init() throws { samples = try Samples() }

    /// What each filter leaves to be seen: the findings, the resources above them, and whether the page counts alike.
    private func use(_ report: Report, _ filters: [String]) async throws -> [String] {
        try await use(ReportFormat.html.document(report, samples.settings), filters)
    }

    private func use(_ html: String, _ filters: [String]) async throws -> [String] {
        let page = FileManager.default.temporaryDirectory.path + "/drctl-filter-\(UUID().uuidString).html"
        defer { try? FileManager.default.removeItem(atPath: page) }
        try html.write(toFile: page, atomically: true, encoding: .utf8)
        let script = Golden.root.appending(path: "Tests/Browser/filter_check.py").path
        let result = try await Subprocess.run(
            .name("python3"), arguments: [script, page], input: .string(filters.joined(separator: "\n")),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Judge.Failure(description: result.standardOutput + result.standardError)
        }
        return result.standardOutput.split(separator: "\n").map(String.init)
    }

    @Test func `each filter leaves what it means, and several leave what all of them mean`() async throws {
        let lines = try await use(
            .audit(try samples.auditRun()),
            [
                #"{}"#, #"{"verdict": "violated"}"#, #"{"severity": "critical"}"#, #"{"framework": "nist-800-53"}"#,
                #"{"region": "eu-west-1"}"#, #"{"account": "123456789012", "verdict": "unknown"}"#,
                #"{"text": "backups retained"}"#, #"{"text": "KB-PROD", "severity": "high"}"#,
                #"{"text": "no such words"}"#,
            ])
        #expect(
            lines == [
                #"{} 11 5 counted"#, #"{"verdict": "violated"} 4 1 counted"#, #"{"severity": "critical"} 4 4 counted"#,
                #"{"framework": "nist-800-53"} 1 1 counted"#, #"{"region": "eu-west-1"} 4 3 counted"#,
                #"{"account": "123456789012", "verdict": "unknown"} 2 2 counted"#,
                #"{"text": "backups retained"} 1 1 counted"#, #"{"text": "KB-PROD", "severity": "high"} 2 1 counted"#,
                #"{"text": "no such words"} 0 0 counted"#, "no complaint",
            ])
    }

    @Test func `a report of several targets has one filter for all of them, and no name twice`() async throws {
        let html = ReportPage.document(samples.reportRun, at: samples.settings.at)
        let ids = html.matches(of: /id="([^"]*)"/).map(\.1)
        #expect(Set(ids).count == ids.count)
        let lines = try await use(html, [#"{}"#, #"{"region": "eu-west-1"}"#])
        #expect(lines == [#"{} 14 4 counted"#, #"{"region": "eu-west-1"} 7 2 counted"#, "no complaint"])
    }

    @Test func `five thousand findings are filtered as a few are`() async throws {
        let findings = (0..<1_250).flatMap { number in
            samples.violated.findings.prefix(4).map { finding in
                var finding = finding
                finding.resource = ResourceReference(.database, "kb-\(number)")
                return finding
            }
        }
        let audit = AuditResult(
            policy: "kb", account: samples.violated.account, region: samples.violated.region, at: samples.violated.at,
            findings: findings)
        let lines = try await use(
            samples.audit([audit]),
            [
                #"{}"#, #"{"text": "kb-1249"}"#, #"{"severity": "high"}"#,
                #"{"text": "kb-12 retention", "verdict": "violated"}"#,
            ])
        #expect(lines.count == 5 && lines[0].hasPrefix("{} 5000 1250 counted"), "\(lines)")
        #expect(lines[1] == #"{"text": "kb-1249"} 4 1 counted"#)
        #expect(lines.last == "no complaint", "\(lines)")
    }
}
