import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A PostgreSQL of the test's own on loopback, with a database to back up, and everything that a backup needs beside it.
struct BackupServer: Sendable {
    let folder: String
    let port: Int
    /// The folder of its own programs.
    let programs: String
    private static let installed = "/usr/lib/postgresql"

    /// The folder of the newest PostgreSQL that is installed.
    static var bin: String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: installed)) ?? []
        return "\(installed)/\(versions.compactMap(Int.init).max() ?? 0)/bin"
    }

    var backups: String { folder + "/backups" }
    var key: String { folder + "/key.txt" }
    /// A password that would be seen wherever it is written down.
    static let password = "hunter2:pass'word"

    /// As with sandboxes: thirty servers that start at once keep each other from starting in time.
    private static let places = Places(3)
    /// Whether the test has one already: a second one of it waits for nobody.
    @TaskLocal private static var hasOne = false

    /// Starts it when few others are up, runs the body, and stops it by its own postmaster.pid.
    ///
    /// - Parameters:
    ///   - programs: The folder of another version's programs.
    ///   - settings: More lines of its configuration.
    static func run<Value: Sendable>(
        programs: String = bin, settings: @escaping @Sendable (BackupServer) -> String = { _ in "" },
        _ body: @Sendable (BackupServer) async throws -> Value
    ) async throws -> Value {
        guard !hasOne, Sandbox.current == nil else { return try await started(programs, settings, body) }
        return try await places.withOne {
            try await $hasOne.withValue(true) { try await started(programs, settings, body) }
        }
    }

    private static func started<Value: Sendable>(
        _ programs: String, _ settings: @Sendable (BackupServer) -> String,
        _ body: @Sendable (BackupServer) async throws -> Value
    ) async throws -> Value {
        let folder = "/tmp/drctl-backup-\(UUID().uuidString.prefix(8).lowercased())"
        let server = BackupServer(folder: folder, port: Int.random(in: 20_000..<32_000), programs: programs)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await shell("[ $(id -u) != 0 ] || chown postgres \(folder)")
        try password.write(toFile: folder + "/pw", atomically: false, encoding: .utf8)
        try settings(server).write(toFile: folder + "/more.conf", atomically: false, encoding: .utf8)
        try await asServer(
            """
            set -e; cd \(folder)
            \(programs)/initdb -D pg -U postgres -A scram-sha-256 --pwfile=pw --locale=C.UTF-8 --no-sync >/dev/null
            cat more.conf >> pg/postgresql.conf
            \(programs)/pg_ctl -D \(folder)/pg -w -l \(folder)/log start -o "-p \(server.port) -k \(folder) \
            -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB -c jit=off" >/dev/null
            """)
        let result: Result<Value, any Error>
        do {
            try await server.prepare()
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        try await asServer("\(programs)/pg_ctl -D \(folder)/pg -m immediate -w stop >/dev/null")
        return try result.get()
    }

    private func prepare() async throws {
        try await Self.shell(
            """
            cd \(folder) && age-keygen -o key.txt 2>/dev/null && age-keygen -y key.txt > recipient
            openssl genpkey -algorithm ed25519 -out sign.pem 2>/dev/null
            openssl pkey -in sign.pem -pubout -out sign.pub && chmod 600 sign.pem
            """)
        try await sql("create database kb", in: "postgres")
        try url("url", "kb")
        try url("server", "postgres")
    }

    /// Writes a file with a URL that only its owner can read; returns its path.
    @discardableResult
    func url(_ name: String, _ database: String, user: String = "postgres", password: String = Self.password) throws
        -> String
    {
        let path = "\(folder)/\(name)"
        let escaped = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try "postgresql://\(user):\(escaped)@127.0.0.1:\(port)/\(database)?sslmode=disable".write(
            toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    /// A small knowledge base with all that is awkward to name or to move.
    static let sample = #"""
        create role app login; create schema "sp ace"; create type mood as enum ('glad', 'sad');
        create table authors (id serial primary key, name text not null, mood mood);
        create table entries (id bigint primary key, author int references authors, body text);
        create table "sp ace"."Tä""b'.le" ("a b" int, t text); create table empty (id int);
        create table log (at date, n int) partition by range (at);
        create table log_1 partition of log for values from ('2026-01-01') to ('2026-07-01');
        create table log_2 partition of log for values from ('2026-07-01') to ('2027-01-01');
        insert into authors (name, mood) select 'author ' || n, 'glad' from generate_series(1, 50) n;
        insert into entries select n, n % 50 + 1, md5(n::text) || repeat('x', 100) from generate_series(1, 30000) n;
        insert into "sp ace"."Tä""b'.le" select n, md5(n::text) from generate_series(1, 20000) n;
        insert into log select date '2026-01-01' + n, n from generate_series(0, 300) n;
        create view glad as select * from authors where mood = 'glad';
        create materialized view totals as select count(*) from entries;
        create function refuse() returns trigger language plpgsql as 'begin raise ''no''; end';
        create trigger refuse before insert on entries for each row execute function refuse();
        select lo_from_bytea(4711, 'large object'); alter table entries owner to app; grant select on authors to app;
        create table schema_migrations (version text); insert into schema_migrations values ('20261129');
        """#

    static let version = "select max(version) from schema_migrations"

    /// Runs SQL as the superuser; the answer as psql prints it.
    @discardableResult
    func sql(_ sql: String, in database: String = "kb") async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(programs + "/psql")), arguments: ["-XqAt", "-v", "ON_ERROR_STOP=1"],
            environment: .custom([
                "PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": "postgres", "PGDATABASE": "\(database)",
                "PGPASSWORD": "\(Self.password)", "PGCLIENTENCODING": "UTF8",
            ]), input: .string(sql), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else { throw Sandbox.Failure(description: result.standardError) }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a verb of `drctl backup`, with the place, the key and the login of this server.
    func backup(
        _ verb: String, _ arguments: [String] = [], login: String? = nil, extra: [String: String] = [:],
        under wrapper: [String] = [],
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        let needsLogin = verb == "create" || verb == "restore" || arguments.contains("--restore")
        let url = login ?? (verb == "create" ? "url" : "server")
        var variables = ["DRCTL_BACKUPS": backups, "DRCTL_AGE_IDENTITY": key]
        variables["DRCTL_AGE_RECIPIENT"] = try String(contentsOfFile: folder + "/recipient", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try await Binary.run(
            ["backup", verb] + (needsLogin ? ["--database-url-file", "\(folder)/\(url)"] : []) + arguments,
            variables.merging(extra) { $1 }, under: wrapper, meanwhile: meanwhile)
    }

    /// The folders of backups, sorted.
    func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: backups)) ?? []).sorted() }

    /// Every file below the place of backups, also hidden ones.
    func files() -> [String] { ((try? FileManager.default.subpathsOfDirectory(atPath: backups)) ?? []).sorted() }

    /// The databases of the server.
    func databases() async throws -> [String] {
        try await sql("select datname from pg_database where not datistemplate order by 1", in: "postgres")
            .split(separator: "\n").map(String.init)
    }

    /// Runs a script, without single quotes, as the user of the server.
    static func asServer(_ script: String) async throws {
        try await shell(getuid() == 0 ? "runuser -u postgres -- /bin/sh -c '\(script)'" : script)
    }

    /// Runs a script of a shell; its output.
    @discardableResult
    static func shell(_ script: String) async throws -> String {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", script], output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Sandbox.Failure(description: "\(script): \(result.standardOutput)\(result.standardError)")
        }
        return result.standardOutput
    }
}
