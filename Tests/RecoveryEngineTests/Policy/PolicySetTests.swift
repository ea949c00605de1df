import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite struct PolicySetTests {
    private struct NoSuchFile: Error {}

    private func set(_ files: [String: String]) -> PolicySet {
        PolicySet.load(Array(files.keys), today: PolicySamples.today) { name in
            guard let text = files[name] else { throw NoSuchFile() }
            return Array(text.utf8)
        }
    }

    private func policy(_ name: String, _ lines: String, region: String = "us-east-1") -> String {
        PolicySamples.minimal.replacing("name: kb", with: "name: \(name)").replacing("us-east-1", with: region) + lines
    }

    @Test func `two policies that ask the same of a resource agree`() {
        let lines = "keys:\n  - {alias: kb, rotation: 1y}\n"
        let found = set(["a.yaml": policy("a", lines), "b.yaml": policy("b", lines)])
        #expect(found.diagnostics.rendered() == "")
        #expect(found.documents.map(\.policy.name) == ["a", "b"])
    }

    @Test func `two policies that ask different things of a resource conflict`() {
        let found = set([
            "a.yaml": policy("a", "storage:\n  - {bucket: \"kb-${region}\", tlsOnly: true}\n"),
            "b.yaml": policy("b", "storage:\n  - {bucket: kb-us-east-1, tlsOnly: null, versioning: null}\n"),
        ])
        #expect(
            found.diagnostics.rendered() == """
                b.yaml:7:5: error: storage[0]: a.yaml claims the bucket `kb-us-east-1` too, and differs in `tlsOnly`: null here, true there, and in 1 more key [conflicting-claims]
                  Applying one policy would undo the other.
                  hint: claim it in only one of the policies, or share the requirement through `extends`
                """)
    }

    @Test func `the same name in another region is another resource`() {
        let found = set([
            "a.yaml": policy("a", "keys:\n  - {alias: kb, rotation: 1y}\n"),
            "b.yaml": policy("b", "keys:\n  - {alias: kb, rotation: 180d}\n", region: "eu-west-1"),
        ])
        #expect(found.diagnostics.rendered() == "")
    }

    @Test func `a role is of one policy, whose databases decide what it may do`() {
        let lines = "roles:\n  - {name: audit, may: [audit], trust: {service: lambda.amazonaws.com}}\n"
        let found = set(["a.yaml": policy("a", lines), "b.yaml": policy("b", lines)])
        #expect(found.diagnostics.filter { $0.severity == .error }.map(\.id) == ["conflicting-claims"])
        #expect(Set(found.invalid.keys) == ["a.yaml", "b.yaml"])
    }

    @Test func `a database in a list of others conflicts too`() {
        let drill = "drill: null\n"
        let found = set([
            "a.yaml": policy("a", "\(drill)databases:\n  - {select: {ids: [one, two]}, backups: {retention: 7d}}\n"),
            "b.yaml": policy("b", "\(drill)databases:\n  - {select: {ids: [two]}, backups: {retention: 14d}}\n"),
        ])
        #expect(found.diagnostics.map(\.id) == ["conflicting-claims"])
        #expect(found.diagnostics.first?.summary.contains("the database `two`") == true)
    }

    @Test func `two policies need two names`() {
        let found = set(["a.yaml": policy("a", ""), "b.yaml": policy("a", "")])
        #expect(found.diagnostics.map(\.id) == ["policy-name-taken"])
    }

    @Test func `a file that is extended is a base and no policy`() {
        let found = set([
            "base.yaml": PolicySamples.minimal.replacing("metadata: {name: kb}\n", with: ""),
            "a.yaml": "extends: base.yaml\nmetadata: {name: a}\n",
        ])
        #expect(found.diagnostics.rendered() == "")
        #expect(found.documents.map(\.policy.name) == ["a"])
    }

    @Test func `an invalid file is counted with its errors, a valid one is not`() {
        let found = set(["a.yaml": policy("a", ""), "b.yaml": policy("b", "databases:\n  - {id: 1, nonsense: 2}\n")])
        #expect(found.documents.map(\.policy.name) == ["a"])
        #expect(found.invalid.keys.sorted() == ["b.yaml"])
        #expect(found.invalid["b.yaml"] == found.diagnostics.count { $0.severity == .error })
    }
}
