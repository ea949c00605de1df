import AWSNames
import FoundationEssentials
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// A policy is written so that it is read back as the same one.
@Suite("Writing policies")
struct PolicyWriterTests {
    private func read(_ text: String) throws -> RecoveryPolicy {
        let result = PolicyParser.parse(text, file: "p.yaml", today: Estate.now.day)
        return try #require(result.document, "\(result.diagnostics)\n\(text)").policy
    }

    @Test func `a policy that asks for everything is read back as it was`() throws {
        let policy = try Estate.compliant(withCluster: true).policy.filled
        #expect(try read(PolicyWriter(policy).text) == policy)
    }

    @Test func `the published policies are read back as they were`() throws {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        for file in ["knowledge-base", "starter"] {
            let text = try String(contentsOf: root.appending(path: "policies/\(file).yaml"), encoding: .utf8)
            let policy = try #require(PolicyParser.parse(text, file: file, today: Estate.now.day).document).policy
            let written = PolicyWriter(policy).text
            #expect(try read(written) == policy, "\(file)\n\(written)")
        }
    }

    @Test func `what is required of nothing is written as null, and stays so`() throws {
        var policy = RecoveryPolicy(
            name: "small",
            scope: PolicyScope(accounts: [try #require(AccountID("012345678901"))], regions: ["eu-west-1"]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.databases = [DatabasePolicy(select: .init(ids: ["null", "123", "1e5", "on"]))]
        let retention = FieldPath("databases").appending(0).appending("backups").appending("retention")
        let text = PolicyWriter(policy, nulls: [retention]).text
        #expect(text.contains("retention: null"))
        let back = try read(text)
        #expect(back.databases[0].select.ids == ["null", "123", "1e5", "on"])
        #expect(back.databases[0].backups.retention == nil)
        #expect(back.databases[0].backups.window == DailyWindow("02:00-03:00"))
        #expect(back.scope.accounts.map(\.description) == ["012345678901"])
    }

    @Test(arguments: [
        "plain", "null", "~", "yes", "NO", "true", "12", "012", "1_000", "0x1F", "1e5", "2026-11-29", "02:00", "a: b",
        "#no comment", "a #comment", "- a", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a`", "\"", "'", "\\", "a:",
        ":a", "ä", "日本", "😀", "tab\tin", "line\nbreak", "a,b", "?", "|", ">", "=", "<<", "${account}",
    ])
    func `any text of a tag is read back as it was`(_ text: String) throws {
        var policy = RecoveryPolicy(
            name: "tags",
            scope: PolicyScope(accounts: [try #require(AccountID("123456789012"))], regions: ["eu-west-1"]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.tags = ["key": text]
        // YAML's merge keys are refused, in quotes too.
        if text != "<<" { policy.tags[text] = "value" }
        #expect(try read(PolicyWriter(policy).text).tags == policy.tags)
    }

    @Test func `a comment of somebody else's words stays a comment`() throws {
        let policy = try Estate.compliant().policy.filled
        let place = FieldPath("databases").appending(0).appending("protection").appending("multiAZ")
        let hostile = "first\nkeys: []\u{2028}roles: []\u{85}x: y\u{0}"
        let text = PolicyWriter(policy, comments: [place: [hostile], FieldPath("none", "such"): [hostile]]).text
        #expect(try read(text) == policy)
        #expect(text.contains("      # first keys: [] roles: [] x: y\n      multiAZ: true"), "\(text)")
        #expect(text.contains("# none.such: first"))
    }
}
