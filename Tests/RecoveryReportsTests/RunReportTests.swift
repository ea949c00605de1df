import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

@Suite("Reports over several targets")
struct RunReportTests {
    private let samples: Samples
    private let failed: Run<AuditResult>.Entry

    init() throws {
        samples = try Samples()
        let foreign = TargetName(
            policy: "knowledge-base", account: try #require(AccountID("210987654321")), region: Region("us-east-1"))
        failed = .init(foreign, .failed(RunFailure("failed to assume role x: AccessDenied", hint: "grant it")))
    }

    private func text(_ report: Report) -> String { ReportFormat.text.document(report, samples.settings) }

    private func json(_ report: Report) throws -> JSONValue {
        try JSONValue(parsing: ReportFormat.json.document(report, samples.settings))
    }

    private func entries(_ results: AuditResult...) -> [Run<AuditResult>.Entry] {
        results.map { .init($0.target, .done($0)) }
    }

    @Test func `what is violated outweighs a target that failed, which outweighs what could not be checked`() throws {
        let (violated, incomplete) = (samples.violated, samples.moved(samples.incomplete, to: "eu-west-1"))
        let compliant = samples.moved(samples.compliant, to: "eu-north-1")
        for (entries, conclusion) in [
            (entries(compliant, incomplete, violated) + [failed], "violated"),
            (entries(compliant, incomplete) + [failed], "failed"), (entries(compliant) + [failed], "failed"),
            ([failed], "failed"), (entries(compliant, incomplete), "incomplete"), (entries(compliant), "compliant"),
            ([], "incomplete"),
        ] {
            let report = Report.audit(Run(entries))
            #expect(try json(report)["conclusion"]?.text == conclusion)
            #expect(text(report).hasPrefix("\(conclusion.uppercased()): "))
            #expect(
                ReportFormat.markdown.document(report, samples.settings).hasPrefix("# \(conclusion.uppercased()): "))
            #expect(
                ReportFormat.html.document(report, samples.settings).contains(
                    "<p class=\"verdict \(conclusion)\">\(conclusion.uppercased())</p>"))
        }
    }

    @Test func `a run without targets is no pass`() throws {
        let text = text(.audit(Run([])))
        #expect(text.hasPrefix("INCOMPLETE: there is no target\n"))
        #expect(try json(.plan(Run([])))["conclusion"]?.text == "incomplete")
        #expect(try json(.drift(Run([])))["conclusion"]?.text == "incomplete")
    }

    @Test func `the table has the worst target first, and a target that failed has its reason`() throws {
        let compliant = samples.moved(samples.compliant, to: "eu-north-1")
        let one = samples.moved(samples.incomplete, policy: "billing", to: "eu-west-1")
        let report = Report.audit(Run(entries(compliant, one) + [failed] + entries(samples.violated)))
        #expect(
            text(report).contains(
                """
                Targets
                  verdict     violated  unknown  met  target
                  VIOLATED           4        1    1  knowledge-base · 123456789012 · us-east-1
                  FAILED             -        -    -  knowledge-base · 210987654321 · us-east-1
                    failed to assume role x: AccessDenied
                    hint: grant it
                  INCOMPLETE         0        1    1  billing · 123456789012 · eu-west-1
                  COMPLIANT          0        0    1  knowledge-base · 123456789012 · eu-north-1

                """))
    }

    @Test func `targets follow in the order of the run, and one that says nothing new is in the table alone`() throws {
        let met = AuditResult(
            policy: "billing", account: samples.violated.account, region: Region("eu-west-1"), at: samples.violated.at,
            findings: samples.compliant.findings.filter { $0.verdict == .met })
        let waived = samples.moved(samples.compliant, to: "eu-north-1")
        let run = Run(entries(waived, met, samples.violated))
        let titles = { (text: String) in
            text.split(separator: "\n").filter { $0.contains(" · ") && !$0.hasPrefix(" ") }.map(String.init)
        }
        #expect(
            titles(text(.audit(run))) == [
                "knowledge-base · 123456789012 · eu-north-1", "knowledge-base · 123456789012 · us-east-1",
            ])
        #expect(
            titles(text(.audit(run, verbose: true))) == [
                "knowledge-base · 123456789012 · eu-north-1", "billing · 123456789012 · eu-west-1",
                "knowledge-base · 123456789012 · us-east-1",
            ])
    }

    @Test func `what was not covered is said with its reason, for one target too`() throws {
        let place = UncoveredPlace(
            policy: "knowledge-base", account: samples.violated.account, region: Region("eu-west-1"),
            reason: "the region is not enabled")
        let run = Run(entries(samples.compliant), uncovered: [place])
        #expect(
            text(.audit(run)).hasPrefix(
                """
                COMPLIANT: 1 of 2 requirements met, 1 waived; 1 place not covered
                policy knowledge-base, account 123456789012, us-east-1, 2026-11-23T05:10:00Z

                Not covered by this run
                  knowledge-base · 123456789012 · eu-west-1: the region is not enabled

                """))
        let whole = UncoveredPlace(
            policy: "billing", account: samples.violated.account, region: nil, reason: "no role to assume is given")
        let document = try json(.audit(Run(entries(samples.compliant), uncovered: [place, whole])))
        #expect(
            document["uncovered"] == [
                [
                    "policy": "knowledge-base", "account": "123456789012", "region": "eu-west-1",
                    "reason": "the region is not enabled",
                ],
                [
                    "policy": "billing", "account": "123456789012", "region": .null,
                    "reason": "no role to assume is given",
                ],
            ])
    }

    @Test func `counts are the sums over the targets that have a result`() throws {
        let compliant = samples.moved(samples.compliant, to: "eu-north-1")
        let document = try json(.audit(Run(entries(samples.violated, compliant) + [failed])))
        #expect(document["counts"] == ["met": 2, "violated": 4, "unknown": 1, "waived": 2])
        #expect(document["targets"]?.listed.map { $0["counts"] == nil } == [false, false, true])
        #expect(
            document["targets"]?.listed.last == [
                "policy": "knowledge-base", "account": "210987654321", "region": "us-east-1",
                "failure": ["reason": "failed to assume role x: AccessDenied", "hint": "grant it"],
            ])
        #expect(document["drctl"]?.text == "1.2.3" && document["at"]?.text == "2026-11-23T05:10:00Z")
    }

    @Test func `a plan over several targets counts its steps and where they are`() throws {
        var other = samples.emptyPlan
        other.region = Region("eu-west-1")
        let run = Run<Plan>([.init(samples.plan.target, .done(samples.plan)), .init(other.target, .done(other))])
        #expect(text(.plan(run)).hasPrefix("CHANGES: 3 steps in 1 target, 1 of them disruptive, "))
        #expect(
            try json(.plan(run))["counts"]
                == ["steps": 3, "left": 2, "unknown": 1, "add": 1, "change": 2, "remove": 0, "replace": 1])
    }

    @Test func `a failed step and a target that failed are a failed apply, whatever else was done`() throws {
        let applied = Run<ApplyRecord>.Entry(samples.applied.target, .done(samples.applied))
        let lost = Run<ApplyRecord>.Entry(failed.target, .failed(RunFailure("throttled")))
        for (entries, conclusion) in [([applied], "applied"), ([applied, lost], "failed"), ([lost], "failed")] {
            #expect(try json(.apply(Run(entries)))["conclusion"]?.text == conclusion)
        }
        #expect(text(.apply(Run([applied, lost]))).contains("- 1 target failed: fix the cause named below"))
    }
}

@Suite("Where the policy asks for a finding")
struct FindingLocationTests {
    private func location(_ field: String, entry: Int?, _ written: [FieldPath]) throws -> JSONValue? {
        let samples = try Samples()
        var audit = samples.violated
        let old = try #require(audit.findings.first)
        let control = ControlDescription(
            id: old.control.id, title: old.control.title, why: old.control.why, severity: .low, standards: [],
            field: field)
        audit.findings = [
            Finding(
                control: control, resource: old.resource, verdict: .met, required: "", observed: "", remedy: nil,
                entry: entry)
        ]
        let places = Dictionary(
            uniqueKeysWithValues: written.enumerated().map {
                ($1, ValueOrigin.written(.init(file: "dr.yaml", line: $0 + 1, column: 3)))
            })
        let origins = PolicyOrigins(file: "dr.yaml") { places.location(of: FieldPath(field: $0, entry: $1)) }
        let report = Report.audit(Run([.init(audit.target, .done(audit))]), origins: [audit.policy: origins])
        let document = try JSONValue(parsing: ReportFormat.json.document(report, samples.settings))
        return document["targets"]?.listed[0]["findings"]?.listed[0]["location"]?["line"]
    }

    private let databases = FieldPath("databases")

    @Test func `it is the value of the finding's own entry`() throws {
        let written = [databases.appending(0), databases.appending(3).appending("backups").appending("retention")]
        #expect(try location("databases[].backups.retention", entry: 3, written) == 2)
        #expect(try location("databases[].backups.retention", entry: 0, written) == 1)
    }

    @Test func `it is the nearest enclosing value when a default or a derived value asks`() throws {
        let written = [databases, databases.appending(1), databases.appending(1).appending("backups")]
        #expect(try location("databases[].backups.retention", entry: 1, written) == 3)
        #expect(try location("databases[].protection.multiAZ", entry: 1, written) == 2)
        #expect(try location("databases[].backups.window", entry: 2, written) == 1)
    }

    @Test func `without an entry it is the list, and without a list the value itself`() throws {
        #expect(try location("databases[].secrets", entry: nil, [databases.appending(0), databases]) == 2)
        #expect(try location("objectives.rpo", entry: nil, [FieldPath("objectives", "rpo")]) == 1)
        #expect(try location("databases[]", entry: 0, [databases.appending(0)]) == 1)
    }

    @Test func `what is written nowhere has no location`() throws {
        #expect(try location("notifications.topic", entry: nil, [databases]) == nil)
    }
}
