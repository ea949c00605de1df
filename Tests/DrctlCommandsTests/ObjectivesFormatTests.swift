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

    private func judge(_ file: String) async throws -> (isSound: Bool, words: String) {
        let result = try await Subprocess.run(
            .path(FilePath(Binary.root + "/.venv/bin/python")),
            arguments: [Binary.root + "/Tests/OpenSLO/check.py", file], output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
    }
}
