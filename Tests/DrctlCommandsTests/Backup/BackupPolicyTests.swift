import Foundation
import Testing

/// `drctl backup` by what a policy says, by the real binary.
@Suite("Backups that a policy describes") struct BackupPolicyTests {
    private func policy(_ server: BackupServer, database: String = "kb") throws -> String {
        let path = server.folder + "/policy.yaml"
        let recipient = try String(contentsOfFile: server.folder + "/recipient", encoding: .utf8)
        try """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: local}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 24h}
        selfManaged:
          - database: \(database)
            source: {urlFile: \(server.folder)/url}
            backups:
              to: \(server.backups)
              encryption: {age: [\(recipient.filter { $0 != "\n" })]}
              schemaVersion: {query: select max(version) from schema_migrations}
              keep: {daily: 0, monthly: 0, newest: 1}

        """.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    @Test func `place, login, recipients, schema version and retention come from the policy`() async throws {
        try await BackupServer.run { server in
            try await server.sql(
                "create table schema_migrations (version text); insert into schema_migrations values ('7')")
            let policy = try policy(server)
            func run(_ arguments: String...) async throws -> Binary.Outcome {
                try await Binary.run(
                    ["backup"] + arguments + ["--policy", policy], ["DRCTL_AGE_IDENTITY": server.key])
            }
            #expect(try await run("create").code == 0)
            let second = try await run("create")
            #expect(second.code == 0 && server.names().allSatisfy { $0.contains("-v7-") }, "\(second)")
            #expect(try await run("list").code == 0)
            #expect(try await run("verify").code == 0)
            let pruned = try await run("prune", "--yes")
            #expect(pruned.code == 0 && server.names().count == 1, "\(pruned)")
            let other = try await run("create", "--database", "other")
            #expect(other.code == 64 && other.conversation.contains("has no other"), "\(other)")
        }
    }

    @Test func `a login to another database than the policy names is refused`() async throws {
        try await BackupServer.run { server in
            let outcome = try await Binary.run(
                ["backup", "create", "--policy", try policy(server, database: "other")], [:])
            #expect(outcome.code == 5 && outcome.conversation.contains("the policy names other"), "\(outcome)")
            #expect(server.files().isEmpty)
        }
    }
}
