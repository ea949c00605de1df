import Foundation
import Testing

/// The formats of results, by the real binary.
@Suite(.serialized) struct FormatTests {
    private static let policy = "policies/knowledge-base.yaml"

    @Test func `an audit has every format, and each names the place in the policy`() async throws {
        try await Sandbox.run { sandbox in
            func audit(_ format: String) async throws -> Binary.Outcome {
                try await sandbox.drctl("audit", "--policy", Self.policy, "--output", format)
            }
            let sarif = try await audit("sarif")
            #expect(sarif.code == 2)
            let log = try #require(
                try JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) as? [String: Any])
            #expect(log["version"] as? String == "2.1.0")
            #expect(sarif.output.contains(Self.policy))
            let junit = try await audit("junit")
            #expect(junit.code == 2)
            #expect(junit.output.hasPrefix("<?xml"))
            #expect(junit.output.contains("database.backup-retention"))
            let page = try await audit("html")
            #expect(page.code == 2)
            #expect(page.output.hasPrefix("<!doctype html>"), "\(page.output.prefix(80))")
            let json = try await audit("json")
            #expect(json.output.contains(#""file": "\#(Self.policy)""#))
        }
    }

    @Test func `two policies are one document`() async throws {
        try await Sandbox.run { sandbox in
            let manager = FileManager.default
            let folder = sandbox.folder + "/policies"
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try manager.copyItem(atPath: Self.policy, toPath: folder + "/knowledge-base.yaml")
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
            ).write(to: URL(filePath: folder + "/second.yaml"))
            let both = try await sandbox.drctl("audit", "--policy", folder, "--output", "json")
            #expect(both.code == 2, "\(both.conversation)")
            let document = try JSONSerialization.jsonObject(with: Data(both.output.utf8)) as? [String: Any]
            #expect((document?["targets"] as? [Any])?.count == 2)
        }
    }

    @Test(arguments: [["plan", "sarif"], ["drift", "html"], ["controls list", "junit"], ["drill run", "sarif"]])
    func `a format that makes no sense for a command is refused before anything is done`(
        _ arguments: [String]
    ) async throws {
        let command = arguments[0].split(separator: " ").map(String.init)
        let outcome = try await Binary.run(command + ["--output", arguments[1]])
        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.conversation.contains("this command has no \(arguments[1]) output"), "\(outcome.conversation)")
        #expect(outcome.conversation.contains("hint: choose one of: text, json"), "\(outcome.conversation)")
    }
}
