import Foundation
import Testing

/// What goes wrong with a backup: a clear error, nothing lost, nothing half-visible.
@Suite("Backups that fail") struct BackupFailureTests {
    private static let rows = "create table t as select n, md5(n::text) as x from generate_series(1, 20000) n"
    /// Enough to be killed in the middle of.
    private static let manyRows = """
        create table t as select n, md5(n::text) || md5((-n)::text) || md5((n * 7)::text) as x
            from generate_series(1, 1500000) n
        """

    @Test func `a wrong password makes no backup, and is in no message`() async throws {
        try await BackupServer.run { server in
            try server.url("wrong", "kb", password: "hunter3")
            let outcome = try await server.backup("create", login: "wrong")
            #expect(outcome.code == 1 && outcome.conversation.contains("password authentication failed"), "\(outcome)")
            #expect(!outcome.conversation.contains("hunter3") && server.files() == [])
        }
    }

    @Test func `no secret is in arguments, environments or files while it runs`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.manyRows)
            let outcome = try await server.backup("create") { running in
                try await running.reaches("a running dump") {
                    try await BackupServer.shell("pgrep -P \(running.pid) -x pg_dump || true") != ""
                }
                for pid in try await BackupServer.shell("pgrep -P \(running.pid)").split(separator: "\n") {
                    let seen = try await BackupServer.shell(
                        "cat /proc/\(pid)/cmdline /proc/\(pid)/environ 2>/dev/null | tr '\\0' '\\n' || true")
                    #expect(!seen.contains("hunter2"))
                }
                #expect(try await BackupServer.shell("grep -rl hunter2 \(server.backups) || true") == "")
            }
            #expect(outcome.code == 0, "\(outcome)")
            #expect(try await BackupServer.shell("grep -rl hunter2 \(server.backups) || true") == "")
            #expect(!outcome.output.contains("hunter2") && !outcome.conversation.contains("hunter2"))
        }
    }

    @Test func `nothing is stored in the clear`() async throws {
        try await BackupServer.run { server in
            let bare = try await server.backup("create", extra: ["DRCTL_AGE_RECIPIENT": ""])
            #expect(bare.code == 64 && bare.conversation.contains("no recipient"), "\(bare)")
            let wrong = try await server.backup("create", ["--encrypt-to", "age1notakey"])
            #expect(wrong.code == 1 && wrong.conversation.contains("age failed"), "\(wrong)")
            let folder = try await server.backup("create", ["--kms-key", "alias/x"])
            #expect(folder.code == 64, "\(folder)")
            #expect(server.files().isEmpty)
        }
    }

    @Test func `a login without rights on tables names them, and makes no backup with a hole`() async throws {
        try await BackupServer.run { server in
            try await server.sql(
                """
                create role clerk login password 'clerk'; create table open (n int); grant select on open to clerk;
                create table closed (n int); create schema hidden; create table hidden.t (n int);
                grant select on hidden.t to clerk; create sequence numbers;
                """)
            try server.url("clerk", "kb", user: "clerk", password: "clerk")
            let outcome = try await server.backup("create", login: "clerk")
            #expect(outcome.code == 1, "\(outcome)")
            #expect(
                outcome.conversation.contains("may not read hidden.t, public.closed and public.numbers"), "\(outcome)")
            try await server.sql(
                """
                grant select on closed, numbers to clerk; grant usage on schema hidden to clerk;
                create table rows (n int); grant select on rows to clerk; alter table rows enable row level security;
                """)
            let filtered = try await server.backup("create", login: "clerk")
            #expect(filtered.conversation.contains("row-level security hides rows of public.rows"), "\(filtered)")
            #expect(server.files().isEmpty)
            try await server.sql("alter role clerk bypassrls")
            let allowed = try await server.backup("create", login: "clerk")
            #expect(allowed.code == 0 && allowed.output.contains("without their passwords"), "\(allowed)")
        }
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func `a backup that is killed is not there, and the next one clears up`(signal: Int32) async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.manyRows)
            let killed = try await server.backup("create") { running in
                try await running.reaches("a part that grows") { server.files().contains { $0.hasSuffix(".tmp") } }
                running.send(signal)
            }
            #expect(killed.code == (signal == SIGKILL ? -SIGKILL : 143), "\(killed)")
            let listed = try await server.backup("list")
            #expect(listed.code == 0 && listed.output.contains("no backup found"), "\(listed)")
            if signal == SIGTERM { #expect(server.files().allSatisfy { !$0.contains("zst") }, "\(server.files())") }
            try await eventually("no session is left at the server") {
                try await server.sql(
                    "select count(*) from pg_stat_activity where application_name like 'drctl%'", in: "postgres") == "0"
            }
            try await server.sql("truncate t")
            let next = try await server.backup("create")
            #expect(next.code == 0, "\(next)")
            #expect(!server.files().contains { $0.hasSuffix(".tmp") })
            #expect(next.conversation.contains("killed backup had left") == (signal == SIGKILL), "\(next)")
        }
    }

    @Test func `every changed, missing, swapped or cut part is found, and nothing is restored from it`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            #expect(try await server.backup("create").code == 0)
            let folder = "\(server.backups)/\(try #require(server.names().first))"
            let parts = ["globals.sql.zst.age", "definitions.dump.zst.age", "data-1.dump.zst.age", "manifest.json"]
            try await BackupServer.shell("cp -a \(folder) \(server.folder)/good")
            func damaged(_ what: String, _ script: String) async throws {
                try await BackupServer.shell(
                    "rm -rf \(folder); cp -a \(server.folder)/good \(folder); cd \(folder); \(script)")
                for depth in [["--checksums"], [], ["--restore"]] {
                    let outcome = try await server.backup("verify", ["--all"] + depth)
                    #expect(outcome.code == 3 && outcome.output.contains("damaged"), "\(what) \(depth): \(outcome)")
                }
                let restored = try await server.backup("restore")
                // Globals are no part of a restore into one database.
                #expect(restored.code != 0 || script.contains("globals"), "\(what): \(restored)")
                #expect(
                    try await server.databases().filter { $0.hasPrefix("drctl_scratch") } == [], "\(what): \(restored)")
            }
            for part in parts {
                let size = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(part)")).count
                for place in [0, size / 3, size - 1] {
                    try await damaged(
                        "byte \(place) of \(part)",
                        "python3 -c \"f=open('\(part)','r+b');f.seek(\(place));b=f.read(1)[0];f.seek(\(place));f.write(bytes([b^1]))\""
                    )
                }
                try await damaged("\(part) cut", "truncate -s -1 \(part)")
                if part != "manifest.json" { try await damaged("\(part) missing", "rm \(part)") }
            }
            try await damaged("swapped", "mv \(parts[1]) x; mv \(parts[2]) \(parts[1]); mv x \(parts[2])")
        }
    }

    @Test func `a wrong key opens nothing, and says so`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            #expect(try await server.backup("create").code == 0)
            try await BackupServer.shell("age-keygen -o \(server.folder)/other.txt 2>/dev/null")
            let other = ["DRCTL_AGE_IDENTITY": server.folder + "/other.txt"]
            let verified = try await server.backup("verify", extra: other)
            #expect(verified.code == 3 && verified.output.contains("no identity matched"), "\(verified)")
            let restored = try await server.backup("restore", extra: other)
            #expect(restored.code == 1 && restored.conversation.contains("no identity matched"), "\(restored)")
            let none = try await server.backup("restore", extra: ["DRCTL_AGE_IDENTITY": ""])
            #expect(none.code == 1 && none.conversation.contains("no key was given"), "\(none)")
            #expect(try await server.databases() == ["kb", "postgres"])
        }
    }

    @Test func `a manifest of somebody else is not believed`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            #expect(try await server.backup("create").code == 0)
            let trusted = ["--public-key", server.folder + "/sign.pub"]
            let unsigned = try await server.backup("restore", trusted)
            #expect(unsigned.code == 1 && unsigned.conversation.contains("not signed"), "\(unsigned)")
            let name = try #require(server.names().first)
            try await BackupServer.shell("cd \(server.backups); cp -a \(name) kb-20990101T000000Z-0000")
            let copied = try await server.backup("list")
            let newest = try await server.backup("restore")
            #expect(newest.code == 1 && newest.conversation.contains("the manifest is that of"), "\(newest)")
            let named = try await server.backup("restore", [name])
            #expect(named.code == 0, "\(named)")
            #expect(copied.code == 4 && copied.output.contains("the manifest is that of"), "\(copied)")
        }
    }

    @Test func `a full disk is named, and keeps nothing of the backup`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            let wrapper = try await FullDisk.at(server.backups, option: "--to")
            let isFull = wrapper[0].hasSuffix("unshare")
            let outcome = try await server.backup("create", under: wrapper)
            #expect(outcome.code == 1, "\(outcome)")
            #expect(
                outcome.conversation.contains(isFull ? "No space left on device" : "Not a directory"), "\(outcome)")
            #expect(!isFull || outcome.conversation.contains("hint: free some space there"), "\(outcome)")
        }
    }

    @Test func `a server that ends the sessions in the middle leaves no backup`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.manyRows)
            let outcome = try await server.backup("create") { running in
                try await running.reaches("a part that grows") { server.files().contains { $0.hasSuffix(".tmp") } }
                try await server.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'drctl backup'",
                    in: "postgres")
            }
            #expect(outcome.code == 1 && !outcome.conversation.isEmpty, "\(outcome)")
            #expect(server.files().isEmpty, "\(server.files())")
        }
    }

    @Test func `two backups at once are two backups`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            async let one = server.backup("create")
            async let other = server.backup("create")
            let codes = try await [one.code, other.code]
            #expect(codes == [0, 0] && server.names().count == 2)
            #expect(try await server.backup("verify", ["--all", "--restore"]).code == 0)
        }
    }

    @Test func `an empty database is backed up and restored`() async throws {
        try await BackupServer.run { server in
            #expect(try await server.backup("create", ["--jobs", "4"]).code == 0)
            let outcome = try await server.backup("verify", ["--restore", "--jobs", "2"])
            #expect(outcome.code == 0, "\(outcome)")
        }
    }

    @Test func `a table that is being changed keeps a backup from being made, and is named`() async throws {
        try await BackupServer.run { server in
            try await server.sql(Self.rows)
            async let changing = server.sql("begin; alter table t add column y int; select pg_sleep(120); commit")
            try await eventually("the table is locked") {
                try await server.sql(
                    "select count(*) from pg_locks where relation = 't'::regclass and mode = 'AccessExclusiveLock'")
                    != "0"
            }
            let outcome = try await server.backup("create")
            #expect(outcome.code == 1 && outcome.conversation.contains("changing public.t for longer"), "\(outcome)")
            #expect(server.files().isEmpty)
            try await server.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(120)%' "
                    + "and pid <> pg_backend_pid()")
            _ = try? await changing
            #expect(try await server.backup("create").code == 0)
        }
    }

    @Test func `rows that are written meanwhile are in the next backup, and counts are those of the snapshot`()
        async throws
    {
        try await BackupServer.run { server in
            try await server.sql("create table t as select n, md5(n::text) as x from generate_series(1, 300000) n")
            let outcome = try await server.backup("create", ["--jobs", "2"]) { running in
                while server.names().isEmpty || !server.files().contains(where: { $0.hasSuffix("manifest.json") }) {
                    guard kill(running.pid, 0) == 0 else { break }
                    _ = try await server.sql(
                        "insert into t select 1, 'x'; delete from t where n in (select n from t limit 3)")
                    if try await BackupServer.shell("ls /proc/\(running.pid)/exe 2>/dev/null || true") == "" { break }
                }
            }
            #expect(outcome.code == 0, "\(outcome)")
            let verified = try await server.backup("verify", ["--restore"])
            #expect(verified.code == 0, "\(verified)")
        }
    }

    @Test func `a restore that fails leaves no database and changes none`() async throws {
        try await BackupServer.run { server in
            try await server.sql("create role app; create table t (n int); alter table t owner to app")
            #expect(try await server.backup("create").code == 0)
            try await server.sql("reassign owned by app to postgres; drop owned by app; drop role app")
            let lacking = try await server.backup("restore")
            #expect(lacking.code == 5 && lacking.conversation.contains("no role app"), "\(lacking)")
            let bare = try await server.backup("restore", ["--no-owner", "--into", "bare"])
            #expect(bare.code == 0, "\(bare)")
            let verified = try await server.backup("verify", ["--restore"])
            #expect(
                verified.code == 0 && verified.output.contains("not verified: the server has no role app"),
                "\(verified)")
            #expect(try await server.databases() == ["bare", "kb", "postgres"])
        }
    }
}
