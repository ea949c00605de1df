import Foundation
import Testing

/// `drctl init`, whose file is valid as it is.
@Suite(.sandbox) struct InitTests {
    /// Runs drctl in a folder of the test's own.
    private func folder(
        _ body: (String, _ drctl: @Sendable ([String], [String: String]) async throws -> Binary.Outcome)
            async throws -> Void
    ) async throws {
        let folder = "/tmp/drctl-init-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder) { arguments, environment in
            try await Binary.run(
                arguments, environment, under: ["/bin/sh", "-c", "cd \(folder) && exec \"$@\"", "sh"])
        }
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `with nothing at all it writes a valid policy, whose placeholders policy check explains`() async throws {
        try await folder { folder, drctl in
            let made = try await drctl(["init"], [:])
            #expect(made.code == 0, "\(made)")
            #expect(made.conversation.contains("Wrote policies/recovery.yaml"), "\(made.conversation)")
            let checked = try await drctl(["policy", "check"], [:])
            #expect(checked.code == 0, "\(checked)")
            #expect(checked.conversation.contains("warning: scope.accounts[0]: 000000000000 stands for"), "\(checked)")
            #expect(checked.conversation.contains("aws sts get-caller-identity"))
        }
    }

    @Test func `what is given stands in it, and what is commented out is valid too`() async throws {
        try await folder { folder, drctl in
            let made = try await drctl(
                [
                    "init", "--name", "orders", "--account", "210987654321", "--region", "eu-west-1", "--database",
                    "orders-prod", "--database", "orders-archive",
                ], [:])
            #expect(made.code == 0, "\(made)")
            let written = try text(folder + "/policies/orders.yaml")
            #expect(written.contains("  name: orders\n"))
            #expect(written.contains(#"accounts: ["210987654321"]"#))
            #expect(written.contains("regions: [eu-west-1]"))
            #expect(written.contains("ids: [orders-prod, orders-archive]"))
            let whole = written.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.wholeMatch(of: /#( *[a-z-].*)/).map { String($0.1) } ?? String($0) }
                .filter { !$0.hasPrefix("   drctl") }
            try Data(whole.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/whole.yaml"))
            let checked = try await drctl(["policy", "check", "--policy", "whole.yaml"], [:])
            #expect(checked.code == 0 && checked.conversation.isEmpty, "\(checked)")
        }
    }

    @Test func `the account and the region are those of the credentials, where there are some`() async throws {
        let sandbox = try await Sandbox.shared()
        try await folder { folder, drctl in
            let made = try await drctl(["init", "--database", "kb-prod"], sandbox.environment)
            #expect(made.code == 0, "\(made)")
            #expect(try text(folder + "/policies/recovery.yaml").contains(#"accounts: ["123456789012"]"#))
            let audit = try await drctl(["audit"], sandbox.environment)
            #expect(audit.code == 2, "\(audit)")
        }
    }

    @Test func `a file that is there stays as it is`() async throws {
        try await folder { folder, drctl in
            try FileManager.default.createDirectory(atPath: folder + "/policies", withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(filePath: folder + "/policies/recovery.yaml"))
            for more in [[], ["--out", "policies/recovery.yaml"]] {
                let made = try await drctl(["init"] + more, [:])
                #expect(made.code == 5)
                #expect(made.conversation.contains("policies/recovery.yaml exists already; nothing was written"))
                #expect(try text(folder + "/policies/recovery.yaml") == "mine")
            }
            let other = try await drctl(["init", "--name", "other"], [:])
            #expect(other.code == 0, "\(other)")
        }
    }

    @Test(arguments: [
        ["--account", "12345"], ["--name", "../evil"], ["--name", ""], ["--database", "a]}, x: ["],
        ["--name", "UPPER"], ["--region", "nowhere"],
    ])
    func `what no policy can have is refused, and nothing is written`(_ arguments: [String]) async throws {
        try await folder { folder, drctl in
            let refused = try await drctl(["init"] + arguments, [:])
            #expect(refused.code == 64, "\(refused)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }
}
