import Foundation
import Testing

/// Sources that are not one quiet server with some tables.
@Suite("Sources of backups", .serialized) struct BackupSourceTests {
    @Test func `ten thousand tables are backed up with exact counts, and restored`() async throws {
        try await BackupServer.run(settings: { _ in "max_locks_per_transaction = 256\n" }) { server in
            try await server.sql(
                """
                do $$ begin for i in 1..10000 loop
                    execute format('create table t%s as select g as n from generate_series(1, %s) g', i, i % 3);
                    if i % 500 = 0 then commit; end if;
                end loop; end $$
                """)
            let created = try await server.backup("create", ["--jobs", "2", "--output", "json"])
            #expect(created.code == 0, "\(created.conversation)")
            let made = try #require(try members(of: created.output)["backup"] as? [String: Any])
            #expect(made["tables"] as? Int == 10_000 && made["rows"] as? Int == 10_000)
            let verified = try await server.backup("verify", ["--restore", "--jobs", "2"])
            #expect(verified.code == 0, "\(verified)")
        }
    }

    @Test func `a read replica is a source, and its backup is that of the primary's data`() async throws {
        try await BackupServer.run { primary in
            try await primary.sql(BackupServer.sample)
            try await Replica.run(of: primary) { replica in
                let created = try await replica.backup(
                    "create", ["--jobs", "2", "--schema-version", BackupServer.version])
                #expect(created.code == 0, "\(created)")
                let manifest = try await BackupServer.shell("cat \(replica.backups)/*/manifest.json")
                #expect(manifest.contains("\"isReplica\":true"), "\(manifest)")
                let onto = try await primary.backup(
                    "restore", ["--from", replica.backups, "--identity", replica.key, "--into", "copy"])
                #expect(onto.code == 0, "\(onto)")
                try await primary.expectSame("kb", "copy")
                let refused = try await replica.backup("restore")
                #expect(refused.code != 0 && refused.conversation.contains("read-only"), "\(refused)")
            }
        }
    }

    @Test(arguments: ["create", "restore"])
    func `a server that restarts in the middle leaves nothing of a backup or a restore`(verb: String) async throws {
        try await BackupServer.run { server in
            try await server.sql(
                "create table t as select n, md5(n::text) || md5((-n)::text) as x from generate_series(1, 1500000) n")
            if verb == "restore" { #expect(try await server.backup("create").code == 0) }
            let before = server.files()
            let outcome = try await server.backup(verb) { running in
                try await running.reaches("work on the server") {
                    let program = verb == "create" ? "pg_dump" : "pg_restore"
                    let busy = try await server.sql(
                        "select count(*) from pg_stat_activity where application_name = '\(program)' or query like 'COPY%'",
                        in: "postgres")
                    return busy != "0"
                }
                try await BackupServer.asServer(
                    "\(server.programs)/pg_ctl -D \(server.folder)/pg -m fast -w -l \(server.folder)/log restart >/dev/null"
                )
            }
            #expect(outcome.code == 1 && !outcome.conversation.isEmpty, "\(outcome)")
            #expect(server.files() == before)
            let left = try await server.databases().filter { $0 != "kb" && $0 != "postgres" }
            // A database that could not be dropped while the server was away is named.
            #expect(left.allSatisfy { outcome.conversation.contains($0) }, "\(left): \(outcome)")
            let again = try await server.backup(verb)
            #expect(again.code == 0, "\(again)")
        }
    }
}

/// A hot standby of a server, on a port of its own.
private enum Replica {
    static func run(of primary: BackupServer, _ body: (BackupServer) async throws -> Void) async throws {
        let folder = primary.folder + "/replica"
        let replica = BackupServer(folder: folder, port: primary.port + 1, programs: primary.programs)
        try await primary.sql("alter system set wal_level = replica; select pg_reload_conf()", in: "postgres")
        try await BackupServer.shell(
            """
            mkdir \(folder) && cp \(primary.folder)/key.txt \(primary.folder)/recipient \(folder)/
            printf '*:*:*:*:%s\\n' "\(BackupServer.password.replacing(":", with: "\\:"))" > \(folder)/passwords
            chmod 600 \(folder)/passwords; [ $(id -u) != 0 ] || chown postgres \(folder) \(folder)/passwords
            """)
        try await BackupServer.asServer(
            """
            set -e; cd \(folder)
            PGPASSFILE=\(folder)/passwords \(primary.programs)/pg_basebackup -w -h \(primary.folder) -p \(primary.port) -U postgres -D pg -R -X stream -c fast
            \(primary.programs)/pg_ctl -D \(folder)/pg -w -l \(folder)/log start -o "-p \(replica.port) -k \(folder) \
            -c listen_addresses=127.0.0.1 -c hot_standby=on" >/dev/null
            """)
        let result: Result<Void, any Error>
        do {
            try replica.url("url", "kb")
            try replica.url("server", "postgres")
            result = .success(try await body(replica))
        } catch {
            result = .failure(error)
        }
        try await BackupServer.asServer("\(primary.programs)/pg_ctl -D \(folder)/pg -m immediate -w stop >/dev/null")
        try result.get()
    }
}
