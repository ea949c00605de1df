import Foundation
import Testing

/// The runbook by the real binary on the sandbox, followed to the letter.
@Suite(.serialized) struct RunbookTests {
    @Test func `what the runbook says of a lost database brings it back`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.furnish()
            _ = try await sandbox.drctl("audit", "--policy", Sandbox.policy)
            let runbook = try await written(sandbox)
            try await sandbox.noteSettings(of: "kb-prod")
            try await sandbox.lose("kb-prod")
            try await follow(runbook, "is lost", sandbox)
            try await sandbox.expectSettings(of: "kb-prod")
            #expect(try await sandbox.instances() == ["kb-prod", "kb-staging"])
        }
    }

    @Test
    func `what it says of damaged data brings back the example's point in time, and it is found out when it is stale`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.logPasses()
            let runbook = try await written(sandbox)
            let file = sandbox.folder + "/runbook.md"
            let current = try await sandbox.drctl("runbook", "--check", file, "--policy", Sandbox.policy)
            #expect(current.code == 0 && current.output.hasPrefix("CURRENT"), "\(current)")
            let changed = try sandbox.policy([.init("rto: 4h", "rto: 5h")])
            let stale = try await sandbox.drctl("runbook", "--check", file, "--policy", changed)
            #expect(stale.code == 2 && stale.output.contains("Who decides"), "\(stale)")

            try await Task.sleep(for: .seconds(2))
            try await sandbox.administrator("kb-prod", "delete from embeddings; delete from entries")
            try await Task.sleep(for: .seconds(2))
            try await follow(runbook, "The data of", sandbox)
            try await sandbox.administrator("kb-prod", "select 1 / (count(*) > 1000)::int from entries")
            #expect(try await sandbox.instances().contains { $0.hasPrefix("kb-prod-before-") })
        }
    }

    @Test func `databases that may not be listed are not known, and the runbook says so and ends with 4`() async throws
    {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.drctl("audit", "--policy", Sandbox.policy)
            try await sandbox.refuse("DescribeDBInstances")
            let outcome = try await sandbox.drctl("runbook", "--output", "markdown", "--policy", Sandbox.policy)
            #expect(outcome.code == 4, "\(outcome.conversation)")
            #expect(outcome.conversation.contains("Not known: rds:DescribeDBInstances ("), "\(outcome.conversation)")
            #expect(outcome.output.contains("It could not be read: "), "\(outcome.output)")
            #expect(outcome.output.contains("drctl recover run --policy \(Sandbox.policy) --instance kb-prod"))
            #expect(!outcome.output.contains("It was not there"))
        }
    }

    @Test func `without AWS it is written from the policy, and a policy with errors gives none`() async throws {
        let nowhere = ["AWS_ENDPOINT_URL": "http://127.0.0.1:9", "DRCTL_STATE": "/nonexistent/state"]
        let offline = try await Binary.run(
            ["runbook", "--offline", "--output", "markdown", "--policy", Sandbox.policy], nowhere)
        #expect(offline.code == 0, "\(offline.conversation)")
        #expect(offline.output.contains("It was written offline") && offline.output.contains("things not known"))
        let again = try await Binary.run(
            ["runbook", "--check", "README.md", "--offline", "--policy", Sandbox.policy], nowhere)
        #expect(again.code == 64 && again.conversation.contains("is no runbook of drctl's"))
        let broken = FileManager.default.temporaryDirectory.path + "/drctl-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: broken) }
        try "apiVersion: drctl/v1\nkind: RecoveryPolicy\n".write(toFile: broken, atomically: true, encoding: .utf8)
        let refused = try await Binary.run(["runbook", "--offline", "--policy", broken], nowhere)
        #expect(refused.code == 65 && refused.output.isEmpty, "\(refused)")
    }

    /// The runbook's Markdown.
    private func written(_ sandbox: Sandbox) async throws -> String {
        let file = sandbox.folder + "/runbook.md"
        let outcome = try await sandbox.drctl(
            "runbook", "--output", "markdown", "--out", file, "--policy", Sandbox.policy)
        #expect(outcome.code == 0, "\(outcome.conversation)")
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Gives each command of a section to a shell, one after the other, and types the name where it is asked for.
    private func follow(_ runbook: String, _ section: String, _ sandbox: Sandbox) async throws {
        let sections = runbook.components(separatedBy: "\n### ")
        let text = try #require(sections.first { $0.prefix { $0 != "\n" }.contains(section) })
        var commands: [String] = []
        var isCode = false
        for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("```") { isCode = line == "```sh" } else if isCode { commands.append(line) }
        }
        #expect(commands.count >= 4, "\(text)")
        for command in commands {
            try await sandbox.paste(command, typing: command.hasPrefix("drctl recover run") ? "kb-prod" : nil)
        }
    }
}
