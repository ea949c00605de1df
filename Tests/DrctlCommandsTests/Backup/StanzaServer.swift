import Foundation
import Testing

/// A PostgreSQL of the test's own that pgBackRest archives and backs up, into an encrypted repository in its folder.
struct StanzaServer: Sendable {
    let server: BackupServer

    /// A key that would be seen wherever it is written down.
    static let key = "swordfish:repo'key"

    var config: String { server.folder + "/rest.conf" }
    var drills: String { server.folder + "/drills" }
    var repository: String { server.folder + "/repo" }
    /// A superuser does not own servers: drctl and pgBackRest run as the server's user.
    static var asPostgres: [String] {
        getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
    }

    /// Starts it, creates the stanza, and takes a backup of a database with a hundred entries.
    static func run<Value: Sendable>(_ body: @Sendable (StanzaServer) async throws -> Value) async throws -> Value {
        try await BackupServer.run(settings: { server in
            """
            archive_mode = on
            archive_command = 'pgbackrest --config=\(server.folder)/rest.conf --stanza=main archive-push %p'

            """
        }) { server in
            let stanza = StanzaServer(server: server)
            try await stanza.prepare()
            return try await body(stanza)
        }
    }

    private func prepare() async throws {
        try """
        [global]
        repo1-path=\(repository)
        repo1-cipher-type=aes-256-cbc
        repo1-cipher-pass=\(Self.key)
        repo1-retention-full=9
        log-path=\(server.folder)/restlog
        lock-path=\(server.folder)/restlock
        start-fast=y
        [main]
        pg1-path=\(server.folder)/pg
        pg1-port=\(server.port)
        pg1-socket-path=\(server.folder)

        """.write(toFile: config, atomically: false, encoding: .utf8)
        try await BackupServer.shell(
            """
            cd \(server.folder); chmod 600 rest.conf; mkdir drills state
            [ $(id -u) != 0 ] || chown postgres rest.conf drills state
            printf '*:*:*:*:%s\\n' "\(BackupServer.password.replacing(":", with: "\\:"))" > passwords; chmod 600 passwords
            [ $(id -u) != 0 ] || chown postgres passwords
            """)
        try await server.sql(
            """
            create table entries (n int, at timestamptz default clock_timestamp());
            insert into entries select n from generate_series(1, 100) n
            """)
        try await pgBackRest("stanza-create")
        try await pgBackRest("--type=full backup")
    }

    /// Runs a command of pgBackRest as the server's user.
    func pgBackRest(_ command: String) async throws {
        try await BackupServer.asServer(
            "PGPASSFILE=\(server.folder)/passwords pgbackrest --config=\(config) --stanza=main --log-level-console=error \(command)"
        )
    }

    /// The server's time, between two transactions.
    func instant() async throws -> String {
        try await Task.sleep(for: .milliseconds(1_100))
        let now = try await server.sql(
            "select to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
        try await Task.sleep(for: .milliseconds(50))
        return now
    }

    /// Writes something and waits until the log with it is in the archive.
    func archive() async throws {
        let segment = try await server.sql(
            "insert into entries values (0); select pg_walfile_name(pg_switch_wal())")
        try await eventually("segment \(segment) is archived") {
            try await server.sql("select last_archived_wal from pg_stat_archiver") >= segment
        }
    }

    /// Writes a policy of the stanza; returns its path.
    @discardableResult
    func policy(
        folder: String? = nil, stanza: String = "main", rpo: String = "1h", checks: String = "", smoke: String = ""
    ) throws -> String {
        let path = server.folder + "/policy.yaml"
        try """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: local}
        scope: {accounts: ["123456789012"], regions: [us-east-1], environment: production}
        objectives: {rto: 1h, rpo: \(rpo)}
        selfManaged:
          - database: kb
            source: {urlFile: \(server.folder)/url}
            pgBackRest: {stanza: \(stanza), config: \(config), drill: {folder: \(folder ?? drills)}}
        drill:
          every: 30d
        \(smoke.isEmpty ? "" : "  smoke: " + smoke)
          checks:
            - {name: entries, query: select count(*) from entries where n > 0, expect: 100}
        \(checks)

        """.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// Runs a verb with the policy, as the server's user.
    func drctl(
        _ arguments: [String], extra: [String: String] = [:], under wrapper: [String]? = nil,
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> Binary.Outcome {
        try await Binary.run(
            arguments + ["--policy", server.folder + "/policy.yaml"],
            ["DRCTL_STATE": server.folder + "/state"].merging(extra) { $1 }, under: wrapper ?? Self.asPostgres,
            meanwhile: meanwhile)
    }

    /// What drills have left: files in their folder, and servers on it.
    func leftovers() async throws -> String {
        try await BackupServer.shell(
            "find \(drills) -mindepth 1; for p in $(pgrep -x postgres); do tr '\\0' ' ' </proc/$p/cmdline 2>/dev/null | grep '\(drills)' || true; done"
        )
    }
}
