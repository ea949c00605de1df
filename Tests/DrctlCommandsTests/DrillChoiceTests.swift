import Foundation
import Testing

/// Whose drill it is among several policies, and one result over all of them; no call is made.
@Suite struct DrillChoiceTests {
    private func policy(_ name: String, _ database: String) -> String {
        """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: \(name)}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rpo: 1d, rto: 4h}
        databases:
          - select: {ids: [\(database)]}
            backups: {retention: 7d}

        """
    }

    private func withPolicies(_ body: (_ folder: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/choice-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, database) in ["books": "books-db", "films": "films-db"] {
            try Data(policy(name, database).utf8).write(to: URL(filePath: "\(folder)/\(name).yaml"))
        }
        try await body(folder)
    }

    @Test(arguments: ["drill run", "drill selftest", "pitr window", "pitr advise"])
    func `what concerns one database does not choose among several policies`(_ verb: String) async throws {
        try await withPolicies { folder in
            let words = verb.split(separator: " ").map(String.init)
            let open = try await Binary.run(words + ["-p", folder])
            #expect(
                open.code == 64 && open.conversation.contains("there are 2 policies: books and films"),
                "\(open.conversation)")
            #expect(open.conversation.contains("--instance"))
            let wrong = try await Binary.run(words + ["-p", folder, "--instance", "songs-db"])
            #expect(
                wrong.code == 64 && wrong.conversation.contains("none of the 2 policies names songs-db"),
                "\(wrong.conversation)")
        }
    }

    @Test func `the history of several policies names those that were never drilled`() async throws {
        try await withPolicies { folder in
            let found = try await Binary.run([
                "drill", "history", "-p", folder, "--evidence", folder + "/evidence", "-o", "json",
            ])
            #expect(found.code == 0, "\(found.conversation)")
            #expect(
                found.output.contains(#""neverDrilled": ["#) && found.output.contains(#""films""#), "\(found.output)")
        }
    }
}
