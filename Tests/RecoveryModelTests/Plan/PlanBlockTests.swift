import AWSNames
import RecoveryModel
import Testing

@Suite("A plan by resource")
struct PlanBlockTests {
    private static let theirs = AccessPolicy(statements: [
        AccessStatement(sid: "Kept", .deny, principals: .anyone, actions: ["s3:DeleteBucket"], resources: ["*"]),
        AccessStatement(sid: "Theirs", .allow, principals: .anyone, actions: ["s3:GetObject"], resources: ["*"]),
    ])

    private func plan(_ changes: [Change]) throws -> Plan {
        Plan(
            policy: "kb", account: try #require(AccountID("123456789012")), region: Region("us-east-1"),
            at: Instant(seconds: 0), steps: changes.map { Step(change: $0, reasons: []) }, unfixable: [], unknown: [])
    }

    @Test func `all steps of a resource stand together, with the numbers of their execution`() throws {
        let plan = try plan([
            .bucket(.create(name: "a", objectLock: false, tags: [:])), .bucket(.enableVersioning(bucket: "b")),
            .bucket(.enableVersioning(bucket: "a")),
            .role(.detachPolicy(role: "b", arn: "arn:aws:iam::aws:policy/ReadOnlyAccess")),
        ])
        #expect(plan.blocks.map { $0.steps.map(\.number) } == [[1, 3], [2], [4]])
        #expect(plan.blocks.map(\.effect) == [.create, .change, .remove])
        #expect(plan.blocks.map(\.replaces) == [false, false, true])
        let counts = PlanCounts([plan, plan])
        #expect((counts.add, counts.change, counts.remove, counts.replace) == (2, 2, 2, 2))
    }

    @Test func `a document is told by its statements: added, changed, removed and kept`() throws {
        var after = Self.theirs
        after.statements[1] = AccessStatement(
            sid: "Theirs", .allow, principals: .anyone, actions: ["s3:GetObject", "s3:PutObject"], resources: ["*"])
        after.statements.append(
            AccessStatement(sid: "New", .deny, principals: .anyone, actions: ["s3:*"], resources: ["*"]))
        let change = Change.bucket(.putPolicy(bucket: "a", Edit(Self.theirs, to: after)))
        let parts = try #require(change.facts.documents.first).parts
        #expect(parts.map(\.name) == ["statement Kept", "statement New", "statement Theirs"])
        #expect(parts.map(\.kind) == [.kept, .added, .changed])
        #expect(parts[1].after.map(\.name) == ["Effect", "Principal", "Action", "Resource"])
        let differences = parts[2].differences
        #expect(differences.map(\.name) == ["Action"])
        #expect(differences.first?.before == "s3:GetObject" && differences.first?.after == "s3:GetObject, s3:PutObject")

        let gone = Change.role(.deletePolicy(role: "r", name: "theirs", was: Self.theirs))
        #expect(gone.facts.documents.first?.parts.map(\.kind) == [.removed, .removed])
    }

    @Test func `a lifecycle rule is told by the names of its settings`() throws {
        var rule = LifecycleRule(id: "drctl-daily", filter: .init(prefix: "daily/"))
        rule.expireDays = 30
        let before = BucketLifecycle([rule])
        rule.expireDays = 60
        let change = Change.bucket(.putLifecycle(bucket: "a", Edit(before, to: BucketLifecycle([rule]))))
        let part = try #require(change.facts.documents.first?.parts.first)
        #expect(part.kind == .changed && part.name == "rule drctl-daily")
        #expect(
            part.differences.map { "\($0.name) \($0.before ?? "") \($0.after ?? "")" } == [
                "Expiration after 30 days after 60 days"
            ])
    }

    @Test func `what is created is told with its documents and tags`() {
        let facts = Change.role(
            .create(name: "r", trust: Self.theirs, boundary: "arn:aws:iam::aws:policy/B", tags: ["app": "kb"])
        ).facts
        #expect(facts.line == "create role r")
        #expect(facts.contents.map(\.line) == ["permissions boundary arn:aws:iam::aws:policy/B", "tags app=kb"])
        #expect(
            facts.documents.flatMap(\.parts).map(\.name) == [
                "trust policy statement Kept", "trust policy statement Theirs",
            ])
    }
}
