import FoundationEssentials
package import RecoveryModel

/// A server on a restored data directory, which nobody but this user can reach, and which ends with this process.
///
/// It listens on no port: its socket is in a folder of its own in memory. Nothing of the source's configuration applies, so that
/// it archives nothing, replicates nothing and starts no job.
package struct ScratchCluster: Sendable {
    /// The folder of the server's programs.
    package let programs: String
    /// Of the cluster alone: data, configuration and log.
    package let folder: String
    static let port = 5_432

    package init(programs: String, folder: String) {
        self.programs = programs
        self.folder = folder
    }

    /// The folder of a server's programs of a major version: that of the client's programs, or Debian's.
    ///
    /// - Returns: Nil where none is installed.
    package static func programs(major: Int, beside tools: ClientTools) async -> String? {
        for folder in [tools.directory, "/usr/lib/postgresql/\(major)/bin"]
        where FileManager.default.isExecutableFile(atPath: "\(folder)/postgres") {
            let said = Collector()
            let asked = ProgramPipeline([
                Program("postgres", path: "\(folder)/postgres", arguments: ["--version"])
            ])
            guard (try? await asked.run(to: { await said.add($0) })) != nil else { continue }
            let words = await said.text.split(separator: " ")
            if words.contains(where: { Int($0.prefix { $0.isNumber }) == major }) { return folder }
        }
        return nil
    }

    /// What cannot be told by the backup: the settings without which a log is not replayed, and whose cluster it is.
    package struct Control: Sendable, Equatable {
        package var systemIdentifier: String
        /// Lines of a configuration.
        package var settings: [String]
    }

    /// Reads what `pg_controldata` says.
    ///
    /// - Throws: `PipelineFailure`, `PostgresError`.
    package func control() async throws -> Control {
        let said = Collector()
        let program = Program(
            "pg_controldata", path: "\(programs)/pg_controldata", arguments: ["-D", "\(folder)/data"])
        try await ProgramPipeline([program]).run(to: { await said.add($0) })
        return ControlData(await said.text).control
    }

    /// Writes the server's configuration: all of it, in place of what was restored.
    ///
    /// - Parameters:
    ///   - until: Where log is replayed to; nil for its end.
    ///   - socket: The folder of the server's socket.
    /// - Throws: `PostgresError` where a file cannot be read or written.
    func configure(_ control: Control, until: Instant?, socket: String) throws {
        let automatic = "\(folder)/data/postgresql.auto.conf"
        guard let written = FileManager.default.contents(atPath: automatic),
            let fetching = String(decoding: written, as: UTF8.self).split(separator: "\n").last(where: {
                $0.hasPrefix("restore_command =")
            })
        else { throw PostgresError(.tool, "\(automatic) does not say how log is fetched") }
        var lines = [
            "listen_addresses = ''", "unix_socket_directories = '\(socket)'", "unix_socket_permissions = 0700",
            "port = \(Self.port)", "hba_file = '\(folder)/hba.conf'", "ident_file = '\(folder)/ident.conf'",
            "archive_mode = off", "hot_standby = off", "ssl = off", "lc_messages = 'C'", "log_timezone = 'UTC'",
            // A subscription of the source would fetch from its publisher, in the source's place.
            "max_logical_replication_workers = 0", "recovery_target_action = 'promote'",
            // What is fetched ahead would be in the folder of a standby of the source.
            String(fetching).replacing(" archive-get ", with: " --no-archive-async archive-get "),
        ]
        if let until { lines.append("recovery_target_time = '\(Self.time(until))'") }
        for (name, content) in [
            ("postgresql.conf", (lines + control.settings).joined(separator: "\n") + "\n"),
            ("hba.conf", "local all all trust\n"), ("ident.conf", ""), ("data/postgresql.auto.conf", ""),
        ] {
            do {
                try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            } catch {
                throw PostgresError(.tool, "failed to write \(folder)/\(name): \(error)")
            }
        }
    }

    /// A time as PostgreSQL and pgBackRest read it.
    package static func time(_ instant: Instant) -> String {
        instant.description.replacing("T", with: " ").replacing("Z", with: "+00")
    }
}
