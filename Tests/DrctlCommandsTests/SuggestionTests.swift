import Foundation
import Testing

/// What a mistyped name gets: exit code 64, and what was probably meant.
@Suite(.sandbox) struct SuggestionTests {
    private static let policy = ["--policy", "policies/knowledge-base.yaml"]

    static let commandLines: [(typed: String, answer: String)] = [
        ("audt", "did you mean `drctl audit`?"),
        ("drill rn", "did you mean `drctl drill run`?"),
        ("help polcy", "did you mean `drctl policy`?"),
        ("help drill stats", "did you mean `drctl drill status`?"),
        ("controls shw database.multi-az", "did you mean `drctl controls show`?"),
        ("audit --output jsn", "did you mean `json`?"),
        ("audit -o markdwon", "did you mean `markdown`?"),
        ("plan --log-level wrning", "did you mean `warning`?"),
        ("iam aply", "did you mean `apply`?"),
        ("audit --polcy x", "Did you mean '--policy'?"),
        ("controls show database.bakup-retention", "did you mean `database.backup-retention`?"),
        ("audit --control database.multi-zone", "did you mean `database.multi-az`?"),
    ]

    @Test(arguments: commandLines) func `a mistyped word is answered with what is near it, and no call is made`(
        _ line: (typed: String, answer: String)
    ) async throws {
        let outcome = try await Binary.run(line.typed.split(separator: " ").map(String.init))
        #expect(outcome.code == 64, "\(outcome)")
        #expect(outcome.conversation.contains(line.answer), "\(outcome.conversation)")
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: ["zzzzzz", "drill zzzzzz", "controls show zzzzzz", "audit --control zzzzzz", "audit -o zzzzzz"])
    func `what is near nothing is answered with where to look`(_ typed: String) async throws {
        let outcome = try await Binary.run(typed.split(separator: " ").map(String.init))
        #expect(outcome.code == 64)
        #expect(!outcome.conversation.lowercased().contains("did you mean"), "\(outcome.conversation)")
        #expect(
            outcome.conversation.contains("lists all co") || outcome.conversation.contains("- junit"),
            "\(outcome.conversation)")
    }

    @Test func `help of a command that exists is help`() async throws {
        let outcome = try await Binary.run(["help", "drill", "run"])
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("$ drctl drill run"))
    }

    static let databases = [
        ["pitr", "window"], ["pitr", "advise"], ["drill", "run", "--dry-run"], ["drill", "run"], ["drill", "selftest"],
    ]

    @Test(arguments: databases) func `a database that the policy does not select is refused`(
        _ verb: [String]
    ) async throws {
        let sandbox = try await Sandbox.shared()
        let near = try await sandbox.drctl(verb + Self.policy + ["--instance", "kb-prdo"])
        #expect(near.code == 64, "\(near)")
        #expect(near.conversation.contains("policy knowledge-base does not select kb-prdo"), "\(near.conversation)")
        #expect(near.conversation.contains("hint: did you mean `kb-prod`?"), "\(near.conversation)")
        let far = try await sandbox.drctl(verb + Self.policy + ["--instance", "inventory"])
        #expect(far.code == 64)
        #expect(far.conversation.contains("hint: it selects kb-prod"), "\(far.conversation)")
    }

    @Test func `a filter that matches nothing is no compliance`() async throws {
        let sandbox = try await Sandbox.shared()
        let near = try await sandbox.drctl(["audit"] + Self.policy + ["--resource", "kb-prd"])
        #expect(near.code == 64)
        #expect(near.output.isEmpty)
        #expect(near.conversation.contains("resource kb-prd not found"), "\(near.conversation)")
        #expect(near.conversation.contains("hint: did you mean `kb-prod`?"), "\(near.conversation)")
        let found = try await sandbox.drctl(["audit"] + Self.policy + ["--resource", "kb-prod"])
        #expect(found.code == 2)
        #expect(!found.output.contains("bucket kb-"))
    }

    @Test func `with several policies a filter has to match in one of them`() async throws {
        let sandbox = try await Sandbox.shared()
        let folder = sandbox.folder + "/two"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Binary.root + "/policies/knowledge-base.yaml", toPath: folder + "/a.yaml")
        try Data(
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: second}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            keys:
              - {alias: second-dr, rotation: 1y, deletionWindow: 30d}
            """.utf8
        ).write(to: URL(filePath: folder + "/b.yaml"))
        let first = try await sandbox.drctl("audit", "--policy", folder, "--resource", "kb-prod")
        #expect(first.code == 2, "\(first)")
        let second = try await sandbox.drctl("audit", "--policy", folder, "--resource", "second-dr")
        #expect(second.code == 2, "\(second)")
        let none = try await sandbox.drctl("audit", "--policy", folder, "--resource", "secnd-dr")
        #expect(none.code == 64)
        #expect(none.conversation.contains("did you mean `second-dr`?"), "\(none)")
    }
}
