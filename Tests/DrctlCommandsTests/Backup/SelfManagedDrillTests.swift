import Foundation
import Testing

/// Drills, verifications and restores of a PostgreSQL outside RDS by what a policy says, by the real binary on two servers.
@Suite("Databases outside RDS") struct SelfManagedDrillTests {
    private func policy(
        _ server: BackupServer, scratch: String, checks: String = "", environment: String = "production",
        smoke: String = ""
    ) throws -> String {
        let path = server.folder + "/policy.yaml"
        let recipient = try String(contentsOfFile: server.folder + "/recipient", encoding: .utf8)
        try """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: local}
        scope: {accounts: ["123456789012"], regions: [us-east-1], environment: \(environment)}
        objectives: {rto: 4h, rpo: 24h}
        selfManaged:
          - database: kb
            source: {urlFile: \(server.folder)/url}
            backups:
              to: \(server.backups)
              encryption: {age: [\(recipient.filter { $0 != "\n" })]}
              schemaVersion: {query: select max(version) from schema_migrations}
            drill: {server: {urlFile: \(scratch)}, identity: \(server.key)}
        drill:
          every: 30d
          schemaVersion: {query: select max(version) from schema_migrations}
        \(smoke.isEmpty ? "" : "  smoke: " + smoke)
          checks:
            - {name: entries, table: entries, compare: rowCount}
        \(checks)

        """.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    private func run(_ server: BackupServer, _ arguments: [String], _ more: [String: String] = [:]) async throws
        -> Binary.Outcome
    {
        try await Binary.run(
            arguments + ["--policy", server.folder + "/policy.yaml"],
            ["DRCTL_AGE_IDENTITY": server.key, "DRCTL_STATE": server.folder + "/state"].merging(more) { $1 })
    }

    @Test func `a drill restores on the server that the policy names, proves it, and leaves nothing`() async throws {
        try await BackupServer.run { server in
            try await BackupServer.run { scratch in
                try await server.sql(BackupServer.sample)
                _ = try policy(server, scratch: scratch.folder + "/server")
                let none = try await run(server, ["drill", "run"])
                #expect(none.code == 3 && none.output.contains("no backup of kb"), "\(none)")
                #expect(try await run(server, ["backup", "create"]).code == 0)

                let rehearsal = try await run(server, ["drill", "run", "--dry-run"])
                #expect(rehearsal.code == 0 && rehearsal.output.contains("would restore kb-"), "\(rehearsal)")
                #expect(try await scratch.databases() == ["kb", "postgres"])

                let record = server.folder + "/record.json"
                let done = try await run(
                    server, ["drill", "run", "--database", "kb", "--output", "json", "--out", record])
                #expect(done.code == 0, "\(done)")
                let json = try String(contentsOfFile: record, encoding: .utf8)
                #expect(json.contains("\"verdict\": \"verified\"") && json.contains("\"kind\": \"backup\""), "\(json)")
                #expect(json.contains("\"expected\": \"30000\""), "\(json)")
                #expect(try await scratch.databases() == ["kb", "postgres"])
                #expect(try await server.databases() == ["kb", "postgres"])
                let proof = try await run(server, ["objectives"])
                #expect(proof.code == 0 && proof.output.contains("kb (self-managed)"), "\(proof)")

                // The data is not what the policy expects.
                _ = try policy(
                    server, scratch: scratch.folder + "/server",
                    checks:
                        "    - {name: sad, query: \"select count(*) from authors where mood = 'sad'\", expect: {atLeast: 1}}"
                )
                let wrong = try await run(server, ["drill", "run"])
                #expect(wrong.code == 3 && wrong.output.contains("sad did not pass"), "\(wrong)")
                let checked = try await run(
                    server, ["backup", "verify", "--restore", "--database-url-file", scratch.folder + "/server"])
                #expect(checked.code == 3 && checked.output.contains("sad: expected at least 1, got 0"), "\(checked)")
                #expect(try await scratch.databases() == ["kb", "postgres"])

                // What cannot be dropped is said, with exit code 6: PostgreSQL drops no template.
                _ = try policy(
                    server, scratch: scratch.folder + "/server",
                    smoke:
                        "[\(BackupServer.bin)/psql, -c, 'do $$ begin execute format(''alter database %I is_template true'', current_database()); end $$']"
                )
                let stuck = try await run(server, ["drill", "run"])
                #expect(
                    stuck.code == 6 && stuck.output.contains("not deleted: scratch database drctl_scratch_"), "\(stuck)"
                )
                let left = try await scratch.sql(
                    "select count(*) from pg_database where datname like 'drctl_scratch_%'", in: "postgres")
                #expect(left == "1")

                let verified = try await run(server, ["evidence", "verify"])
                #expect(verified.code == 0, "\(verified)")
            }
        }
    }

    @Test func `the source's own server is refused, and so is one that is marked as production`() async throws {
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            _ = try policy(server, scratch: server.folder + "/server")
            #expect(try await run(server, ["backup", "create"]).code == 0)
            let own = try await run(server, ["drill", "run"])
            #expect(own.code == 5 && own.output.contains("the server that the backup was taken from"), "\(own)")
            #expect(try await server.databases() == ["kb", "postgres"])
            let rds = try await run(server, ["drill", "run", "--fresh"])
            #expect(rds.code == 64 && rds.conversation.contains("--fresh is for databases of RDS"), "\(rds)")
            let unknown = try await run(server, ["drill", "run", "--database", "kbb"])
            #expect(unknown.code == 64 && unknown.conversation.contains("did you mean `kb`"), "\(unknown)")

            // A restore in place of the source is refused by the policy's word, and beside it is not.
            let login = ["--database-url-file", server.folder + "/server"]
            let inPlace = try await run(server, ["backup", "restore", "--into", "kb", "--confirm", "kb"] + login)
            #expect(inPlace.code == 5 && inPlace.conversation.contains("policy local is of production"), "\(inPlace)")

            let table = try await run(
                server, ["backup", "restore", "--table", "sp ace.Tä\"b'.le", "--table", "authors"] + login)
            #expect(table.code == 64, "\(table)")
            let rows = try await run(server, ["backup", "restore", "--table", "authors", "--table", "empty"] + login)
            #expect(rows.code == 0 && rows.output.contains("indexes, constraints"), "\(rows)")
            let part = try #require(try await server.databases().first { $0.hasPrefix("kb_restored_") })
            #expect(try await server.sql("select count(*) from authors", in: part) == "50")
            #expect(try await server.sql("select count(*) from entries", in: part) == "0")
            try await server.sql("drop database \(part)", in: "postgres")
            let definitions = try await run(server, ["backup", "restore", "--schema-only"] + login)
            #expect(definitions.code == 0 && definitions.output.contains("no row was restored"), "\(definitions)")
            let empty = try #require(try await server.databases().first { $0.hasPrefix("kb_restored_") })
            #expect(try await server.sql("select count(*) from authors", in: empty) == "0")
            #expect(try await server.sql("select count(*) from pg_trigger where tgname = 'refuse'", in: empty) == "1")

            for scheduler in ["systemd", "cron", "kubernetes"] {
                let printed = try await run(server, ["backup", "create", "--schedule", scheduler])
                #expect(printed.code == 0 && printed.output.contains("backup"), "\(printed)")
                #expect(server.names().count == 1)
            }
        }
    }

    @Test func `systemd finds nothing wrong with the units`() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
        let folder = "/tmp/drctl-units-\(UUID().uuidString.prefix(8).lowercased())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let policy = folder + "/p.yaml"
        try """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: local}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rto: 4h, rpo: 6h}
        selfManaged:
          - {database: kb, source: {service: kb}, backups: {to: /b, encryption: {age: [age1x]}}}

        """.write(toFile: policy, atomically: false, encoding: .utf8)
        let printed = try await Binary.run(["backup", "create", "--schedule", "systemd", "--policy", policy], [:])
        #expect(printed.code == 0, "\(printed)")
        for part in printed.output.components(separatedBy: "# /etc/systemd/system/").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            try String(lines[1]).write(toFile: folder + "/" + lines[0], atomically: false, encoding: .utf8)
        }
        let said = try await BackupServer.shell("systemd-analyze verify \(folder)/*.timer \(folder)/*.service 2>&1")
        #expect(!said.contains(folder), "\(said)")
        let times = try await BackupServer.shell(
            "systemd-analyze calendar --iterations=2 \"$(sed -n 's/^OnCalendar=//p' \(folder)/*.timer)\"")
        #expect(times.contains("02/6:30:00"), "\(times)")
    }
}
