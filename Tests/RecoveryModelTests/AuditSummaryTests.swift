import RecoveryModel
import Testing

@Suite("The summary of an audit")
struct AuditSummaryTests {
    private let summary = AuditSummary(
        at: Instant(seconds: 1_795_410_600), version: "1", policies: ["a", "b"], conclusion: "violated", met: 0,
        violated: 1, unknown: 2, waived: 3, gaps: 4, atRisk: 5)

    @Test func `is read back as it was written`() throws {
        let read = try #require(AuditSummary(summary.json))
        #expect(read.json == summary.json)
        #expect(read.met == 0 && read.violated == 1 && read.unknown == 2 && read.waived == 3 && read.gaps == 4)
        #expect(
            read.atRisk == 5 && read.policies == ["a", "b"] && read.conclusion == "violated" && read.version == "1")
    }

    @Test(arguments: [
        "schema", "at", "drctl", "policies", "conclusion", "met", "violated", "unknown", "waived", "gaps",
    ])
    func `is none without each of its members, or with one of another kind`(name: String) {
        guard case .object(var members) = summary.json else { return }
        members[name] = .bool(true)
        #expect(AuditSummary(.object(members)) == nil)
        members[name] = .integer(-1)
        #expect(AuditSummary(.object(members)) == nil)
        members[name] = nil
        #expect(AuditSummary(.object(members)) == nil)
    }

    @Test func `of another schema is none`() {
        guard case .object(var members) = summary.json else { return }
        members["schema"] = "drctl/audit-summary/v2"
        #expect(AuditSummary(.object(members)) == nil)
    }

    @Test func `controls are equal by everything that is said of them`() {
        func control(
            _ id: ControlID = "a.b", _ title: String = "t", _ why: String = "w", _ severity: Severity = .low,
            _ standards: [Standard] = [.cis("1")], _ field: String = "f"
        ) -> ControlDescription {
            ControlDescription(
                id: id, title: title, why: why, severity: severity, standards: standards, field: field)
        }
        #expect(control() == control())
        #expect(
            control() != control("a.c") && control() != control("a.b", "x") && control() != control("a.b", "t", "x"))
        #expect(control() != control("a.b", "t", "w", .high))
        #expect(
            control() != control("a.b", "t", "w", .low, [])
                && control() != control("a.b", "t", "w", .low, [.cis("1")], "x"))
    }

    @Test(arguments: [
        ("public", "entries", "public.entries"), ("a_1", "b2", "a_1.b2"), ("Public", "x", "\"Public\".x"),
        ("a b", "", "\"a b\".\"\""), ("a", "b-c", "a.\"b-c\""), ("a{", "z`", "\"a{\".\"z`\""),
        ("a/", "b:", "\"a/\".\"b:\""),
    ])
    func `tables are quoted for people only where that is needed`(schema: String, table: String, shown: String) {
        #expect(TableCount(schema: schema, table: table, rows: 1).description == shown)
    }
}
