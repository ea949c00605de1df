import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

@Suite("A plan that is too long")
struct PlanReportTests {
    private func policy(_ count: Int) -> AccessPolicy {
        AccessPolicy(
            statements: (1...count).map {
                AccessStatement(
                    sid: "Statement\($0)", .allow, principals: .anyone, actions: ["s3:GetObject", "s3:PutObject"],
                    resources: ["arn:aws:s3:::kb-backups-\($0)/*"])
            })
    }

    /// So many buckets, each with a policy of so many statements.
    private func plan(buckets: Int, statements: Int) throws -> Plan {
        Plan(
            policy: "kb", account: try #require(AccountID("123456789012")), region: Region("us-east-1"),
            at: Instant(seconds: 0),
            steps: (1...buckets).map {
                Step(
                    change: .bucket(.putPolicy(bucket: "kb-\($0)", Edit(nil, to: policy(statements)))), reasons: [])
            }, unfixable: [], unknown: [])
    }

    private func document(_ plan: Plan, _ format: ReportFormat) throws -> String {
        format.document(.plan(Run([.init(plan.target, .done(plan))])), try Samples().settings)
    }

    @Test func `Markdown folds a long block and leaves a short one open`() throws {
        let long = try document(plan(buckets: 2, statements: 30), .markdown)
        #expect(long.components("<details><summary>") == 2 && long.components("</details>") == 2)
        #expect(!(try document(plan(buckets: 2, statements: 2), .markdown)).contains("<details>"))
    }

    @Test(arguments: [(60, 40), (3_000, 2), (5, 2_000)])
    func `Markdown fits into a comment of a pull request, and says what was cut`(_ buckets: Int, _ statements: Int)
        throws
    {
        let markdown = try document(plan(buckets: buckets, statements: statements), .markdown)
        #expect(markdown.utf8.count <= 65_536)
        #expect(markdown.contains("**Cut to fit into a comment of a pull request: "))
        #expect(
            markdown.hasSuffix(
                "\n**Plan: 0 to add, \(buckets == 3_000 ? "3,000" : "\(buckets)") to change, 0 to remove.**\n"))
        #expect(markdown.components("<details>") == markdown.components("</details>"))
    }

    @Test func `a page shows orphans as text does, with what could not be looked at`() throws {
        let samples = try Samples()
        let orphans = samples.orphans
        var plan = try plan(buckets: 1, statements: 1)
        plan.orphans = orphans
        for page in [
            try document(plan, .html), ReportFormat.html.document(samples.audit([samples.violated]), samples.settings),
        ] {
            #expect(page.contains("Orphans"))
            for orphan in orphans.orphans { #expect(page.contains(orphan.name), "\(orphan.name)") }
            #expect(page.contains("drctl apply --prune") && page.contains("iam:ListRoles"))
        }
    }

    @Test func `text has everything, within 80 columns`() throws {
        let text = try document(plan(buckets: 3, statements: 40), .text)
        #expect(text.components("+ statement Statement") == 120)
        #expect(!text.split(separator: "\n").contains { $0.count > 80 })
    }

    @Test func `JSON has every setting of every statement`() throws {
        let json = try JSONValue(parsing: document(plan(buckets: 1, statements: 3), .json))
        let step = json["targets"]?.listed.first?["steps"]?.listed.first
        let parts = step?["documents"]?.listed.first?.listed ?? []
        #expect(parts.map { $0["change"]?.text } == ["added", "added", "added"])
        #expect(parts[2]["after"]?.listed.last == ["name": "Resource", "value": "arn:aws:s3:::kb-backups-3/*"])
        #expect(json["counts"]?["change"] == 1)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
