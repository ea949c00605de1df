import Foundation
import Testing

/// `drctl backup` by the real binary, on a PostgreSQL of its own.
@Suite("Backups outside RDS") struct BackupTests {
    @Test func `a backup is made, listed, verified and restored, and the restored database is the same`() async throws {
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            let created = try await server.backup(
                "create",
                [
                    "--schema-version", BackupServer.version, "--jobs", "2", "--signing-key",
                    server.folder + "/sign.pem", "--output", "json",
                ])
            #expect(created.code == 0, "\(created)")
            let name = try #require(server.names().first)
            #expect(name.hasPrefix("kb-20") && name.contains("-v20261129-"))
            let made = try #require(try members(of: created.output)["backup"] as? [String: Any])
            #expect(
                made["rows"] as? Int == 50_352 && made["tables"] as? Int == 7
                    && made["schemaVersion"] as? String == "20261129")

            let trusted = ["--public-key", server.folder + "/sign.pub"]
            let checked = try await server.backup("verify", ["--restore", "--jobs", "2"] + trusted)
            #expect(checked.code == 0, "\(checked)")
            #expect(try await server.databases() == ["kb", "postgres"])
            let listed = try await server.backup("list", trusted)
            #expect(listed.code == 0 && listed.output.contains("restored    \(name)"), "\(listed)")

            for jobs in ["1", "3"] {
                let restored = try await server.backup("restore", ["--into", "again\(jobs)", "--jobs", jobs] + trusted)
                #expect(restored.code == 0, "\(restored)")
                try await server.expectSame("kb", "again\(jobs)")
            }
            #expect(try await server.sql("select convert_from(lo_get(4711), 'utf8')", in: "again3") == "large object")

            let beside = try await server.backup("restore", trusted)
            #expect(beside.code == 0 && beside.output.contains("database kb_restored_"), "\(beside)")
            #expect(try await server.databases().count == 5)
        }
    }

    @Test func `public tools restore a backup without drctl, as the documentation says`() async throws {
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            #expect(try await server.backup("create", ["--jobs", "2"]).code == 0)
            let page = try String(contentsOfFile: Binary.root + "/docs/backups.md", encoding: .utf8)
            let script = try #require(
                page.split(separator: "<!-- without drctl -->\n```sh\n").last?.split(separator: "\n```").first)
            try await server.sql("create database bare template template0", in: "postgres")
            try await BackupServer.shell(
                """
                set -euo pipefail; cd \(server.backups)/*; PATH=\(BackupServer.bin):$PATH
                export PGHOST=127.0.0.1 PGPORT=\(server.port) PGUSER=postgres PGPASSWORD="\(BackupServer.password)"
                export KEY=\(server.key) TARGET=bare
                \(script)
                """)
            try await server.expectSame("kb", "bare")
        }
    }

    @Test func `an existing database is replaced in one step, after its name was typed, and kept aside`() async throws {
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            try await server.sql(
                """
                alter database kb set search_path = public, "sp ace"; alter database kb owner to app;
                create role reader login; grant connect on database kb to reader; revoke all on database kb from public;
                """)
            let version = ["--schema-version", BackupServer.version]
            #expect(try await server.backup("create", version).code == 0)
            try await server.sql("delete from entries where id > 10")

            let silent = try await server.backup("restore", ["--into", "kb"])
            #expect(silent.code == 5 && silent.conversation.contains("--confirm kb"), "\(silent)")
            let mistyped = try await server.backup("restore", ["--into", "kb", "--confirm", "kbb"])
            #expect(mistyped.code == 5, "\(mistyped)")
            #expect(try await server.sql("select count(*) from entries") == "10")

            try await server.sql("update schema_migrations set version = '20270101'")
            let newer = try await server.backup("restore", ["--into", "kb", "--confirm", "kb"])
            #expect(newer.code == 5 && newer.conversation.contains("schema version 20270101"), "\(newer)")
            let accepted = ["--confirm", "kb", "--accept-schema-version", "20270101"]
            let settings = try await server.sql(
                "select setconfig, datacl, datdba from pg_database d left join pg_db_role_setting on setdatabase = d.oid "
                    + "where datname = 'kb'")
            // Clients that connect again as soon as they are sent away.
            let clients = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            while !Task.isCancelled { _ = try? await server.sql("select pg_sleep(30)") }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let done = try await server.backup("restore", ["--into", "kb"] + accepted)
            clients.cancel()
            _ = try await server.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)%' "
                    + "and pid <> pg_backend_pid()", in: "postgres")
            #expect(done.code == 0, "\(done)")
            #expect(try await server.sql("select datallowconn from pg_database where datname = 'kb'") == "t")
            #expect(try await server.sql("select count(*) from public.entries") == "30000")
            let after = try await server.sql(
                "select setconfig, datacl, datdba from pg_database d left join pg_db_role_setting on setdatabase = d.oid "
                    + "where datname = 'kb'")
            #expect(after == settings)
            let aside = try #require(try await server.databases().first { $0.hasPrefix("kb_replaced_") })
            #expect(try await server.sql("select count(*) from public.entries", in: aside) == "10")
        }
    }

    @Test func `production is refused, even when its name is typed`() async throws {
        try await BackupServer.run { server in
            try await server.sql("create table t as select 1 as n")
            #expect(try await server.backup("create").code == 0)
            try await server.sql("create role app")
            // On the database, on a role in it, and on the database that the login is to: the whole server then.
            for (whom, word) in [
                ("database kb", "production"), ("role app in database kb", "PROD"), ("database postgres", "Production"),
            ] {
                try await server.sql("alter \(whom) set drctl.environment = '\(word)'")
                let outcome = try await server.backup("restore", ["--into", "kb", "--confirm", "kb"])
                #expect(outcome.code == 5 && outcome.conversation.contains("is marked as production"), "\(outcome)")
                #expect(try await server.databases() == ["kb", "postgres"])
                try await server.sql("alter \(whom) reset drctl.environment")
            }
        }
    }

    @Test func `what was verified is not read again until it changes`() async throws {
        try await BackupServer.run { server in
            try await server.sql("create table t as select n from generate_series(1, 1000) n")
            #expect(try await server.backup("create").code == 0)
            #expect(try await server.backup("verify").output.contains("every part can be read"))
            #expect(try await server.backup("verify").output.contains("unchanged since"))
            #expect(try await server.backup("verify", ["--again"]).output.contains("every part can be read"))
            // The same bytes, written again.
            try await BackupServer.shell("cd \(server.backups)/*; cp data-1.dump.zst.age x; mv x data-1.dump.zst.age")
            #expect(try await server.backup("verify").output.contains("every part can be read"))
        }
    }

    @Test func `prune shows what would go, and deletes it when it is told to`() async throws {
        try await BackupServer.run { server in
            try await server.sql("create table t as select 1 as n")
            for _ in 0..<3 { #expect(try await server.backup("create").code == 0) }
            let few = ["--keep-daily", "0", "--keep-monthly", "0", "--keep-newest", "1"]
            let held = try #require(server.names().first)
            try "".write(toFile: "\(server.backups)/\(held)/hold", atomically: false, encoding: .utf8)
            let before = server.files()
            let shown = try await server.backup("prune", few)
            #expect(shown.code == 2 && shown.output.contains("nothing was changed"), "\(shown)")
            #expect(server.files() == before)
            let done = try await server.backup("prune", few + ["--yes"])
            #expect(done.code == 0, "\(done)")
            #expect(server.names().count == 2 && server.names().contains(held))
            #expect(try await server.backup("prune", few + ["--yes"]).code == 0)
        }
    }

    @Test func `a service and its password file are a login`() async throws {
        try await BackupServer.run { server in
            try await server.sql("create table t as select 1 as n")
            try "[kb]\nhost=127.0.0.1\nport=\(server.port)\nuser=postgres\ndbname=kb\n".write(
                toFile: server.folder + "/services", atomically: false, encoding: .utf8)
            let escaped = BackupServer.password.replacing(":", with: "\\:")
            try "127.0.0.1:\(server.port):kb:postgres:\(escaped)\n".write(
                toFile: server.folder + "/passwords", atomically: false, encoding: .utf8)
            try await BackupServer.shell("chmod 600 \(server.folder)/passwords")
            let recipient = try String(contentsOfFile: server.folder + "/recipient", encoding: .utf8)
            let outcome = try await Binary.run(
                [
                    "backup", "create", "--service", "kb", "--to", server.backups, "--encrypt-to",
                    recipient.filter { $0 != "\n" },
                ],
                [
                    "PGSERVICEFILE": server.folder + "/services", "PGPASSFILE": server.folder + "/passwords",
                ])
            #expect(outcome.code == 0, "\(outcome)")
        }
    }
}

extension BackupServer {
    /// Two databases that pg_dump writes alike, but for what it makes up itself.
    func expectSame(_ one: String, _ other: String) async throws {
        func dump(_ database: String) -> String {
            "\(programs)/pg_dump -d \(database) | grep -v '^.\\(un\\)\\?restrict'"
        }
        let difference = try await Self.shell(
            """
            export PGHOST=127.0.0.1 PGPORT=\(port) PGUSER=postgres PGPASSWORD="\(Self.password)"
            diff <(\(dump(one))) <(\(dump(other))) | head -20
            """)
        #expect(difference == "", "\(one) and \(other)")
    }
}
