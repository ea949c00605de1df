import FoundationEssentials
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// The committed schema and reference are what the definitions say; DRCTL_RECORD=1 rewrites them.
@Suite struct GeneratedTextTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var isRecording: Bool { ProcessInfo.processInfo.environment["DRCTL_RECORD"] == "1" }

    private func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: Self.root.appending(path: path)), as: UTF8.self)
    }

    private func record(_ text: String, in path: String) throws {
        try Data(text.utf8).write(to: Self.root.appending(path: path))
    }

    @Test func `the page about cost lists every item of a file of prices, with its unit`() throws {
        let page = try text(of: "docs/cost.md")
        for item in BillingItem.allCases {
            #expect(page.contains("| `\(item.rawValue)` | `USD/\(item.unit.rawValue)` |"), "\(item)")
        }
    }

    @Test func `the schema in policies is the one of the parser`() throws {
        if Self.isRecording { try record(PolicySchema.text, in: "policies/policy.schema.json") }
        #expect(try text(of: "policies/policy.schema.json") == PolicySchema.text)
        #expect(throws: Never.self) {
            try JSONDecoder().decode(AnyObjectOfJSON.self, from: Data(PolicySchema.text.utf8))
        }
    }

    private struct AnyObjectOfJSON: Decodable {
        var properties: [String: Ignored]
        struct Ignored: Decodable {}
    }

    @Test func `the reference is the one of the parser`() throws {
        var page = try text(of: "docs/policy.md")
        for (part, generated) in [("fields", PolicyReference.fields), ("rules", PolicyReference.rules)] {
            let head = try #require(page.firstRange(of: "<!-- generated: \(part) -->\n"))
            let tail = try #require(page.firstRange(of: "\n<!-- end: \(part) -->"))
            if Self.isRecording {
                page.replaceSubrange(head.upperBound..<tail.lowerBound, with: generated)
            }
            #expect(page[head.upperBound...].hasPrefix(generated + "\n<!-- end: \(part) -->"))
        }
        if Self.isRecording { try record(page, in: "docs/policy.md") }
    }

    @Test func `the fields that controls name are fields of the language`() {
        let paths = Set(PolicyReference.paths)
        for control in Catalogue.descriptions {
            let field = control.field.hasSuffix("[]") ? String(control.field.dropLast(2)) : control.field
            #expect(paths.contains(field), "\(control.id) names \(control.field)")
        }
    }

    @Test func `the policies in the project are sound`() throws {
        let folder = Self.root.appending(path: "policies")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(files.contains("starter.yaml"))
        for file in files {
            let bytes = Array(try Data(contentsOf: folder.appending(path: file)))
            let result = PolicyParser.parse(bytes: bytes, file: file, today: PolicySamples.today)
            #expect(result.diagnostics.rendered() == "")
            #expect(result.document != nil)
        }
    }
}
