import Foundation
import Testing

/// A result that cannot be written is an error of every verb, and a reader that goes away is none.
@Suite(.sandbox) struct LostResultTests {
    private static let policy = "policies/knowledge-base.yaml"

    /// Every verb that prints something without changing the account.
    static let verbs = [
        "doctor", "policy check", "policy explain", "policy schema", "audit", "audit -o json", "audit -o html",
        "audit -o sarif", "audit -o junit", "plan", "drift", "drill status", "drill history", "drill run --dry-run",
        "pitr window", "pitr advise", "template", "iam audit", "evidence list", "report",
        "controls list", "controls show database.multi-az",
    ].map { $0.split(separator: " ").map(String.init) }

    private func run(
        _ verb: [String], _ more: [String] = [], shell script: String
    ) async throws -> Binary.Outcome {
        let sandbox = try await Sandbox.shared()
        var environment = sandbox.environment
        environment["DRCTL_STATE"] = sandbox.folder + "/state"
        let withoutPolicy = ["controls", "evidence"].contains(verb[0]) || verb.last == "schema"
        return try await Binary.run(
            verb + (withoutPolicy ? [] : ["--policy", Self.policy]) + more, environment,
            under: ["/bin/sh", "-c", script, "sh"])
    }

    @Test(arguments: verbs) func `a full disk behind stdout is told, and the exit code is 1`(
        _ verb: [String]
    ) async throws {
        let outcome = try await run(verb, shell: "exec \"$@\" >/dev/full")
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.contains("failed to write stdout: No space left on device"), "\(outcome)")
    }

    @Test(arguments: verbs) func `a full disk behind --out is told, and the exit code is 1`(
        _ verb: [String]
    ) async throws {
        let outcome = try await run(verb, ["--out", "/dev/full"], shell: "exec \"$@\"")
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.contains("failed to write /dev/full: No space left on device"), "\(outcome)")
        #expect(outcome.output.isEmpty, "\(outcome.output)")
    }

    @Test(arguments: verbs) func `a reader that goes away ends the output, and is no error`(
        _ verb: [String]
    ) async throws {
        // The reader is gone before the verb begins: it closes its end, then says so.
        let pipe = "/tmp/drctl-reader-\(UUID().uuidString)"
        mkfifo(pipe, 0o600)
        defer { try? FileManager.default.removeItem(atPath: pipe) }
        let script = "{ read -r _ <\(pipe); \"$@\"; echo \"code $?\" >&2; } | { exec <&-; echo >\(pipe); }"
        let whole = try await run(verb, shell: "exec \"$@\" >/dev/null")
        let outcome = try await run(verb, shell: script)
        #expect(outcome.conversation.contains("code \(whole.code)\n"), "\(outcome)")
        #expect(!outcome.conversation.contains("failed to write"), "\(outcome)")
        #expect(outcome.output.isEmpty)
    }
}
