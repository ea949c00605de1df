import FoundationEssentials

/// pgBackRest as the team has set it up.
///
/// Its configuration says where the repository is and has the keys of it: none of them is in an argument or in the
/// environment of a program. Variables `PGBACKREST_…` are not passed on, since every program that a restored server starts
/// would have them.
package struct PgBackRest: Sendable, Equatable {
    /// What of the configuration is meant.
    package struct Stanza: Sendable, Equatable {
        package var name: String
        /// The file; nil for pgBackRest's usual one.
        package var config: String?
        /// The number of a repository; nil where pgBackRest chooses.
        package var repository: Int?

        package init(_ name: String, config: String?, repository: Int?) {
            self.name = name
            self.config = config
            self.repository = repository
        }
    }

    /// A restore into a folder that contains nothing yet.
    package struct Restore: Sendable, Equatable {
        /// The label of the backup.
        package var backup: String
        /// Where log is replayed to, as PostgreSQL reads times; nil for its end.
        package var until: String?
        /// Of the scratch server: data, tablespaces, locks and logs are below it.
        package var folder: String

        package init(backup: String, until: String?, folder: String) {
            self.backup = backup
            self.until = until
            self.folder = folder
        }
    }

    /// A million segments are 200 MiB of JSON.
    private static let longest = 512 << 20
    let path: String

    package init(path: String) { self.path = path }

    /// Finds it in `PATH`.
    ///
    /// - Throws: `PostgresError` when it is missing.
    package static func locate(environment: [String: String]) throws -> PgBackRest {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        guard
            let path = folders.map({ "\($0)/pgbackrest" }).first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { throw PostgresError(.tool, "pgbackrest not found in PATH: it is in the package `pgbackrest`") }
        return PgBackRest(path: path)
    }

    /// What `pgbackrest info` says, as JSON.
    ///
    /// - Throws: `PipelineFailure` with pgBackRest's own words, `PostgresError`, `CancellationError`.
    package func info(_ stanza: Stanza) async throws -> [UInt8] {
        try await output(["--output=json"] + options(stanza) + ["info"])
    }

    /// Every file of a cluster's archive with its time, as JSON.
    ///
    /// - Parameter archive: As `info` names it, such as `15-1`.
    /// - Throws: As `info(_:)`.
    package func archive(_ archive: String, of stanza: Stanza) async throws -> [UInt8] {
        try await output(
            ["--output=json", "--recurse"] + options(stanza) + ["repo-ls", "archive/\(stanza.name)/\(archive)"])
    }

    /// Restores, and writes beside the data how its log is fetched. Nothing is archived from there, and no folder but this one
    /// is written, whatever the configuration says of data, links and tablespaces.
    ///
    /// - Throws: As `info(_:)`.
    package func restore(_ restore: Restore, of stanza: Stanza) async throws {
        let recovery = restore.until.map { ["--type=time", "--target=\($0)", "--target-action=promote"] }
        _ = try await output(
            options(stanza) + [
                "--pg1-path=\(restore.folder)/data", "--reset-pg1-host", "--set=\(restore.backup)",
                "--lock-path=\(restore.folder)/lock", "--log-path=\(restore.folder)/log",
                "--tablespace-map-all=\(restore.folder)/tablespaces",
                "--reset-tablespace-map", "--no-link-all", "--reset-link-map", "--reset-recovery-option",
                "--reset-db-include", "--reset-db-exclude", "--no-delta", "--archive-mode=off", "--cmd=\(path)",
            ] + (recovery ?? ["--type=default"]) + ["restore"])
    }

    private func options(_ stanza: Stanza) -> [String] {
        ["--stanza=\(stanza.name)"] + (stanza.config.map { ["--config=\($0)"] } ?? [])
            + (stanza.repository.map { ["--repo=\($0)"] } ?? [])
    }

    private func output(_ arguments: [String]) async throws -> [UInt8] {
        let logging = ["--log-level-console=off", "--log-level-file=off", "--log-level-stderr=error"]
        let said = Collector(limit: Self.longest)
        try await ProgramPipeline([Program("pgbackrest", path: path, arguments: logging + arguments)])
            .run(to: { await said.add($0) })
        return await said.bytes
    }
}
