import RecoveryModel
import RecoveryReports
import Testing

@Suite("Annotations on GitHub")
struct GitHubAnnotationTests {
    @Test func `a policy's mistake is shown at its place`() {
        let diagnostic = Diagnostic(
            .warning, id: "no-drill", "objectives: no drill proves: 100%, never",
            at: .init(file: "policies/a,b.yaml", line: 4, column: 9), hint: "add a drill\n::error::forged")
        #expect(
            "\(GitHubAnnotation(diagnostic))"
                == "::warning file=policies/a%2Cb.yaml,line=4,col=9,title=no-drill"
                + "::objectives: no drill proves: 100%25, never; add a drill%0A::error::forged")
    }

    @Test func `the gravest violations are shown where the policy asks for them, ten of a level`() throws {
        let samples = try Samples()
        var audit = samples.violated
        let one = try #require(audit.findings.first { $0.verdict == .violated && $0.control.severity >= .high })
        audit.findings += Array(repeating: one, count: 30)
        let run = Run([.init(audit.target, .done(audit))])
        let all = GitHubAnnotation.findings(of: run, origins: [audit.policy: samples.origins]).map { "\($0)" }
        #expect(all.count { $0.hasPrefix("::error ") } == 10)
        #expect(all.contains { $0.contains("file=policies/knowledge base.yaml,line=12,col=18") }, "\(all)")
        #expect(all.allSatisfy { !$0.contains("\n") })
    }

    @Test func `a target that failed is an error without a place`() throws {
        let failure = try #require(try Samples().auditRun().failures.first)
        let line = "\(GitHubAnnotation(failure.target, failure: failure.failure))"
        #expect(line.hasPrefix("::error title=") && line.contains("failed::"), "\(line)")
    }
}
