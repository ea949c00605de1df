import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Objectives for other tools, judged by what these publish.
@Suite struct ObjectivesFormatTests {
    @Test func `objectives have the fields of OpenSLO's specification and no others`() async throws {
        let file = FileManager.default.temporaryDirectory.path + "/drctl-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let outcome = try await Binary.run(
            [
                "objectives", "--output", "openslo", "--out", file, "--policy", Sandbox.policy, "--state",
                "/nonexistent/state",
            ])
        #expect(outcome.code == 4, "nothing is proven yet: \(outcome)")
        let judged = try await judge(file)
        #expect(judged.isSound, "\(judged.words)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(#"name: "knowledge-base-kb-prod-rpo""#) && text.contains("value: 86400"), "\(text)")
        // The judge is one: a target that the specification does not know is found out.
        try text.replacing("target: 0.999", with: "target: 1").write(toFile: file, atomically: true, encoding: .utf8)
        let wrong = try await judge(file)
        #expect(!wrong.isSound && wrong.words.contains("1 is greater than or equal to"), "\(wrong.words)")
        let refused = try await Binary.run(["pitr", "window", "--output", "openslo", "--policy", Sandbox.policy])
        #expect(refused.code == 64)
    }

    @Test func `a metric has the name of its database, and a selector has none`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/drctl-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: kb}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        databases:
          - {select: {ids: [kb-prod]}, engine: postgres}
          - {select: {tags: {app: wiki}}, engine: postgres}
        selfManaged:
          - database: notes
            source: {service: notes}
            backups: {to: s3://kb-backups/notes, encryption: {age: [age1xyz]}}
        """.write(toFile: folder + "/kb.yaml", atomically: true, encoding: .utf8)
        let file = folder + "/slo.yaml"
        let outcome = try await Binary.run(
            [
                "objectives", "--output", "openslo", "--out", file, "--policy", folder + "/kb.yaml", "--state",
                "/nonexistent/state",
            ])
        #expect(outcome.code == 4, "\(outcome)")
        let judged = try await judge(file)
        #expect(judged.isSound, "\(judged.words)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.matches(of: #/Database: "?([^"\n]*)"?/#).map { String($0.1) } == ["kb-prod", "notes"], "\(text)")
        let unmeasured = text.components(separatedBy: "---\n").filter { $0.contains("app=wiki-rpo") }
        #expect(unmeasured.count == 1, "\(text)")
        #expect(unmeasured.allSatisfy { $0.contains("rpoSeconds") && !$0.contains("CloudWatch") }, "\(unmeasured)")
    }

    private func judge(_ file: String) async throws -> (isSound: Bool, words: String) {
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/python")),
            arguments: [Binary.root + "/Tests/OpenSLO/check.py", file], output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
    }
}
