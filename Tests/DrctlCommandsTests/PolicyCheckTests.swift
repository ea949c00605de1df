import Foundation
import Testing

/// `drctl policy`, in the formats that it has.
@Suite struct PolicyCheckTests {
    private struct Result: Decodable {
        struct File: Decodable {
            var file: String
            var policy: String?
            var errors: Int
            var warnings: Int
        }
        struct Problem: Decodable {
            var file: String?
            var line: Int?
            var column: Int?
            var severity: String
            var id: String
            var summary: String
            var hint: String?
        }
        var valid: Bool
        var files: [File]
        var diagnostics: [Problem]
    }

    private static func policy(_ name: String, _ backups: String) -> Data {
        Data(
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: \(name)}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}
            databases:
              - select: {ids: [\(name)-db]}
                backups: {window: "02:00-02:30", \(backups): 30d}
            """.utf8)
    }

    private func folder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/drctl-check-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.policy("good", "retention").write(to: URL(filePath: folder + "/good.yaml"))
        try Self.policy("wrong", "retenton").write(to: URL(filePath: folder + "/wrong.yaml"))
        try await body(folder)
    }

    private func check(_ path: String, _ format: String) async throws -> Binary.Outcome {
        try await Binary.run(["policy", "check", "--policy", path, "--output", format])
    }

    @Test func `JSON is one document for all files, valid or not`() async throws {
        try await folder { folder in
            let outcome = try await check(folder, "json")
            #expect(outcome.code == 65)
            #expect(outcome.conversation.isEmpty, "\(outcome.conversation)")
            let result = try JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8))
            #expect(!result.valid)
            #expect(result.files.map(\.policy) == ["good", nil])
            let error = try #require(result.diagnostics.first { $0.severity == "error" })
            #expect(error.file == folder + "/wrong.yaml")
            #expect(error.line == 8 && error.column == 38)
            #expect(error.id == "unknown-key")
            #expect(error.hint == "did you mean `retention`?")
            let valid = try await check(folder + "/good.yaml", "json")
            #expect(valid.code == 0)
            #expect(try JSONDecoder().decode(Result.self, from: Data(valid.output.utf8)).valid)
        }
    }

    @Test func `text tells editors the places, and each file's verdict`() async throws {
        try await folder { folder in
            let outcome = try await check(folder, "text")
            #expect(outcome.code == 65)
            #expect(outcome.conversation.contains("\(folder)/wrong.yaml:8:38: error: "), "\(outcome.conversation)")
            #expect(outcome.output.contains("good.yaml: valid"))
            #expect(outcome.output.contains("wrong.yaml: 1 error"))
        }
    }

    @Test func `Markdown has a row for each problem`() async throws {
        try await folder { folder in
            let outcome = try await check(folder, "markdown")
            #expect(outcome.code == 65)
            #expect(outcome.output.hasPrefix("# Policies: not valid"))
            #expect(outcome.output.contains("| `\(folder)/wrong.yaml:8:38` | error |"), "\(outcome.output)")
        }
    }

    @Test func `what explains and shows has Markdown too`() async throws {
        let explained = try await Binary.run(
            ["policy", "explain", "--policy", "policies/knowledge-base.yaml", "-o", "markdown"])
        #expect(explained.output.contains("| `objectives.rto` | `4h` | "), "\(explained.output.prefix(500))")
        let shown = try await Binary.run(["controls", "show", "database.multi-az", "-o", "markdown"])
        #expect(shown.output.hasPrefix("## database.multi-az\n"), "\(shown.output)")
    }

    @Test func `of two policies in conflict neither is valid, as in a run`() async throws {
        try await folder { folder in
            let manager = FileManager.default
            try manager.removeItem(atPath: folder + "/wrong.yaml")
            let other = String(decoding: Self.policy("other", "retention"), as: UTF8.self)
                .replacing("other-db", with: "good-db").replacing("30d", with: "7d")
            try Data(other.utf8).write(to: URL(filePath: folder + "/other.yaml"))
            let outcome = try await check(folder, "json")
            #expect(outcome.code == 65)
            let result = try JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8))
            #expect(result.files.map(\.errors) == [1, 1], "\(outcome.output)")
        }
    }

    @Test func `an argument that means no file is an error beside others that do`() async throws {
        try await folder { folder in
            let outcome = try await Binary.run(
                ["policy", "check", "--policy", folder + "/good.yaml", "--policy", folder + "/none.yaml"])
            #expect(outcome.code == 65 && outcome.conversation.contains("none.yaml not found"), "\(outcome)")
        }
    }
}
