import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("An audit beside an earlier one")
struct BaselineTests {
    private let account = AccountID("123456789012")!
    private let everything = FindingFilter(controls: [], resources: [])

    private func finding(_ control: String, _ resource: String, _ verdict: Verdict) -> Finding {
        Finding(
            control: ControlDescription(
                id: ControlID(control), title: control, why: "", severity: .high, standards: [.nist80053("CP-9")],
                field: ""),
            resource: .init(.database, resource), verdict: verdict, required: "", observed: nil, remedy: nil)
    }

    private func run(_ findings: [Finding], region: String = "us-east-1") -> Run<AuditResult> {
        let audit = AuditResult(
            policy: "kb", account: account, region: Region(region), at: Instant(seconds: 0), findings: findings)
        return Run([.init(audit.target, .done(audit))])
    }

    @Test func `what had only come with a missing resource is new once the resource is there`() throws {
        let text = document([("encrypted", "bucket", "violated"), ("versioned", "bucket", "violated")])
        let consequences = text.replacing(#""verdict""#, with: #""isConsequence": true, "verdict""#)
        func compared(_ then: String, _ now: [Finding]) throws -> BaselineComparison {
            BaselineComparison(run(now), since: try AuditBaseline(parsing: then), everything)
        }
        let now = [finding("encrypted", "bucket", .violated), finding("versioned", "bucket", .met)]
        let recreated = try compared(consequences, now)
        #expect(recreated.new.map(\.control) == ["encrypted"] && recreated.new[0].was == nil)
        #expect(recreated.unchanged.isEmpty && recreated.fixed.isEmpty && recreated.dropped.isEmpty)
        // Older results do not say it.
        let older = try compared(text, now)
        #expect(older.new.isEmpty && older.unchanged.map(\.control) == ["encrypted"])
        #expect(older.fixed.map(\.control) == ["versioned"])
        #expect(try compared(consequences, []).dropped.isEmpty)
        #expect(try compared(text, []).dropped.count == 2)
    }

    private func document(_ entries: [(control: String, resource: String, verdict: String)]) -> String {
        let findings = entries.map { entry in
            """
            {"id": "kb/123456789012/us-east-1/\(entry.control)/\(entry.resource)", "control": "\(entry.control)",
             "resource": {"kind": "database", "name": "\(entry.resource)", "arn": null}, "title": "t",
             "severity": "high", "verdict": "\(entry.verdict)", "standards": ["nist-800-53-r5:CP-9"]}
            """
        }
        return """
            {"schema": "drctl/audit/v2", "at": "2026-11-22T05:10:00Z", "uncovered": [], "targets": [
              {"policy": "kb", "account": "123456789012", "region": "us-east-1",
               "findings": [\(findings.joined(separator: ","))]}]}
            """
    }

    private func comparison(
        _ then: [(control: String, resource: String, verdict: String)], _ now: Run<AuditResult>,
        _ filter: FindingFilter? = nil
    ) throws -> BaselineComparison {
        BaselineComparison(now, since: try AuditBaseline(parsing: document(then)), filter ?? everything)
    }

    @Test func `what was met and is violated is new, what was open and is met is fixed`() throws {
        let unknown = Verdict.unknown(CollectionFailure(operation: "x", reason: "y"))
        let both = try comparison(
            [
                ("a", "r", "met"), ("b", "r", "violated"), ("c", "r", "violated"), ("d", "r", "unknown"),
                ("e", "r", "violated"), ("f", "r", "waived"),
            ],
            run([
                finding("a", "r", .violated), finding("b", "r", .met), finding("c", "r", .violated),
                finding("d", "r", .violated), finding("e", "r", unknown),
                finding("f", "r", .waived(owner: "", reason: "", expires: "")), finding("g", "r", unknown),
            ]))
        #expect(both.new.map(\.control) == ["a", "d", "g"], "a violation that was not known is new")
        #expect(both.fixed.map(\.control) == ["b"])
        #expect(both.unchanged.map(\.control) == ["c", "e"], "unknown fixes nothing")
        #expect(both.dropped.isEmpty && both.notJudged.isEmpty)
    }

    @Test func `the gravest comes first, and equals stand in the order of their ids`() throws {
        func finding(_ control: String, _ severity: Severity) -> Finding {
            Finding(
                control: ControlDescription(
                    id: ControlID(control), title: control, why: "", severity: severity,
                    standards: [.nist80053("CP-9")], field: ""),
                resource: .init(.database, "r"), verdict: .violated, required: "", observed: nil, remedy: nil)
        }
        let both = try comparison([], run([finding("a", .low), finding("c", .high), finding("b", .high)]))
        #expect(both.new.map(\.control) == ["b", "c", "a"])
    }

    @Test func `what nobody asks for any more is not fixed`() throws {
        let both = try comparison([("a", "gone", "violated"), ("a", "fine", "met")], run([]))
        #expect(both.dropped.map(\.resource) == ["gone"] && both.fixed.isEmpty)
    }

    @Test func `a target that failed fixes nothing`() throws {
        let target = TargetName(policy: "kb", account: account, region: Region("us-east-1"))
        let failed = Run<AuditResult>([.init(target, .failed(RunFailure("no")))])
        let both = try comparison([("a", "r", "violated")], failed)
        #expect(both.notJudged.map(\.control) == ["a"] && both.fixed.isEmpty && both.dropped.isEmpty)
    }

    @Test func `with a filter only the same part of both is compared`() throws {
        let both = try comparison(
            [("a", "r", "violated"), ("b", "r", "violated")], run([finding("a", "r", .met)]),
            FindingFilter(controls: ["a"], resources: []))
        #expect(both.fixed.map(\.control) == ["a"] && both.dropped.isEmpty)
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("{}", "it has no schema"), ("[1]", "it has no schema"),
        (#"{"schema": "drctl/audit/v1"}"#, "it is a drctl/audit/v1 document"),
        (#"{"schema": "drctl/plan/v2"}"#, "it is a drctl/plan/v2 document"),
        (#"{"schema": "drctl/audit/v2"}"#, "it lacks members"),
        (#"{"schema": "drctl/audit/v2", "at": "", "uncovered": [], "targets": [{}]}"#, "a target of it has no name"),
    ])
    func `another document is refused, and says why`(text: String, reason: String) throws {
        let refusal = #expect(throws: AuditBaseline.Refusal.self) { try AuditBaseline(parsing: text) }
        #expect(refusal?.description.hasPrefix(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test func `a finding without a verdict is refused and not taken for met`() throws {
        let broken = document([("a", "r", "violated")]).replacing("\"verdict\"", with: "\"verdicts\"")
        #expect(throws: AuditBaseline.Refusal.self) { try AuditBaseline(parsing: broken) }
    }

    @Test func `a baseline of another policy is refused`() throws {
        let baseline = try AuditBaseline(parsing: document([]))
        try baseline.require(policies: ["kb"])
        #expect(throws: AuditBaseline.Refusal.self) { try baseline.require(policies: ["other"]) }
        #expect(throws: AuditBaseline.Refusal.self) { try baseline.require(policies: ["kb", "other"]) }
    }
}
