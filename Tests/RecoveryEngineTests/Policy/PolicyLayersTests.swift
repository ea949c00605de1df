import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite struct PolicyLayersTests {
    private struct NoSuchFile: Error, CustomStringConvertible { let description = "no such file" }

    private func load(_ file: String, _ files: [String: String]) -> PolicyParseResult {
        PolicyParser.load(file, today: PolicySamples.today) { name in
            guard let text = files[name] else { throw NoSuchFile() }
            return Array(text.utf8)
        }
    }

    private let base = PolicySamples.minimal(
        and: """
            tags: {app: kb, stage: prod}
            storage:
              - {bucket: kb-backups, versioning: true}
            """)

    @Test func `maps are merged, lists and values replaced`() throws {
        let top = """
            extends: ../base.yaml
            metadata: {name: kb-two, owner: me}
            objectives: {rpo: 12h}
            tags: {stage: test}
            storage:
              - {bucket: kb-other}
            """
        let result = load("teams/top.yaml", ["base.yaml": base, "teams/top.yaml": top])
        #expect(result.diagnostics.rendered() == "")
        #expect(result.layers == ["teams/top.yaml", "base.yaml"])
        let document = try #require(result.document)
        #expect(document.policy.name == "kb-two")
        #expect(document.policy.objectives == Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(12, .hours)))
        #expect(document.policy.tags == ["app": "kb", "stage": "test"])
        #expect(document.policy.storage.map(\.bucket) == ["kb-other"])
        #expect(
            document.location(of: FieldPath("objectives", "rto")) == .init(file: "base.yaml", line: 5, column: 19))
        #expect(
            document.location(of: FieldPath("objectives", "rpo")) == .init(file: "teams/top.yaml", line: 3, column: 19))
    }

    @Test func `a mistake in the base is reported in the base`() {
        let result = load(
            "top.yaml", ["base.yaml": base.replacing("rto: 4h", with: "rto: 4"), "top.yaml": "extends: base.yaml\n"])
        #expect(
            result.diagnostics.rendered() == """
                base.yaml:5:19: error: objectives.rto: `4` has no unit [missing-unit]
                  hint: write 4h or 4d; units are s, m, h, d, w, mo, y
                """)
    }

    @Test func `a cycle is refused`() {
        let result = load(
            "a.yaml", ["a.yaml": "extends: ./b.yaml\n" + base, "b.yaml": "extends: a.yaml\n" + base])
        #expect(
            result.diagnostics.rendered() == """
                b.yaml:1:10: error: extends: `a.yaml` extends itself [extends-cycle]
                  hint: remove `extends` from one of the files
                """)
    }

    @Test func `a long chain is refused`() {
        var files: [String: String] = [:]
        for index in 0..<20 { files["\(index).yaml"] = "extends: \(index + 1).yaml\n" + base }
        #expect(load("0.yaml", files).diagnostics.map(\.id) == ["extends-cycle"])
    }

    @Test func `a base that is not there is named where it is asked for`() {
        let result = load("top.yaml", ["top.yaml": PolicySamples.minimal(and: "extends: base.yaml\n")])
        #expect(
            result.diagnostics.rendered() == """
                top.yaml:6:10: error: extends: failed to read `base.yaml`: no such file [unreadable-file]
                  hint: the path is relative to this file
                """)
    }

    @Test(arguments: [
        ("base.yaml", "a/b.yaml", "a/base.yaml"), ("../base.yaml", "a/b.yaml", "base.yaml"),
        ("./base.yaml", "./b.yaml", "base.yaml"), ("../../base.yaml", "a/b.yaml", "../base.yaml"),
        ("/etc/base.yaml", "a/b.yaml", "/etc/base.yaml"), ("base.yaml", "/a/b.yaml", "/a/base.yaml"),
        ("x/../base.yaml", "b.yaml", "base.yaml"),
    ])
    func `a path is taken beside the file`(path: String, file: String, expected: String) {
        #expect(PolicyLayers.path(path, besides: file) == expected)
    }
}
