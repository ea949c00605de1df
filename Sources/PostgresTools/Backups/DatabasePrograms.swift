import AWSNames
package import RecoveryModel

/// A login that programs use: its password is in a file that only this user can read, as long as this value lives.
///
/// Neither the password nor anything of AWS is in the arguments or the environment of a program.
package final class ProgramLogin: Sendable {
    package let connection: PostgresConnection
    private let environment: [String: String]
    private let secrets: PrivateDirectory?

    /// - Throws: `PostgresError`, also where the connection would be open to all.
    package init(_ connection: PostgresConnection, readOnly: Bool) throws {
        if connection.security == .unencrypted, !connection.isLocal {
            throw PostgresError(.certificate, "refusing to connect to \(connection.host) without TLS")
        }
        self.connection = connection
        let settings = SessionSettings(applicationName: "drctl backup", readOnly: readOnly)
        var environment = PsqlSession.environment(connection, settings)
        // The programs choose their encodings themselves: a dump is in that of its database.
        environment["PGCLIENTENCODING"] = nil
        secrets = try connection.password.map { _ in try PrivateDirectory() }
        if let secrets, let password = connection.password {
            environment["PGPASSFILE"] = try secrets.write(PsqlSession.passwordLine(password.secret), as: "pgpass")
        }
        self.environment = environment
    }

    deinit { secrets?.remove() }

    /// The environment for another database of the server.
    func environment(database: String?) -> [String: String] {
        guard let database else { return environment }
        return environment.merging(["PGDATABASE": database]) { $1 }
    }
}

extension BackupPrograms {
    /// Everything but rows: what comes before them and what comes after.
    package func dumpDefinitions(_ login: ProgramLogin, snapshot: String) -> Program {
        dump(login, snapshot, ["--section=pre-data", "--section=post-data"])
    }

    /// Rows, as `options` of a plan chooses them.
    package func dumpData(_ login: ProgramLogin, snapshot: String, options: [String]) -> Program {
        dump(login, snapshot, ["--section=data"] + options)
    }

    private func dump(_ login: ProgramLogin, _ snapshot: String, _ options: [String]) -> Program {
        Program(
            "pg_dump", path: path("pg_dump"),
            arguments: [
                "--format=custom", "--compress=0", "--no-password", "--snapshot=\(snapshot)", "--lock-wait-timeout=10s",
                "--no-sync",
            ] + options, environment: login.environment(database: nil))
    }

    /// Roles and tablespaces of the server.
    package func dumpGlobals(_ login: ProgramLogin, withPasswords: Bool) -> Program {
        Program(
            "pg_dumpall", path: path("pg_dumpall"),
            arguments: [
                "--globals-only", "--no-password", "--no-sync", "--database=\(connectionString(login))",
            ] + (withPasswords ? [] : ["--no-role-passwords"]), environment: login.environment(database: nil))
    }

    /// pg_dumpall connects to a database that this names; everything else is in its environment.
    private func connectionString(_ login: ProgramLogin) -> String {
        let escaped = login.connection.database.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return "dbname='\(escaped)'"
    }

    /// Reads an archive from its input and restores a section of it.
    package func restore(
        _ section: String, to database: String, _ login: ProgramLogin, leavesOwners: Bool
    ) -> Program {
        Program(
            "pg_restore", path: path("pg_restore"),
            arguments: restoreOptions(section, to: database, leavesOwners),
            environment: login.environment(database: nil))
    }

    /// Reads an archive from its input and restores the rows of one table of it.
    package func restore(
        _ table: TableCount, to database: String, _ login: ProgramLogin, leavesOwners: Bool
    ) -> Program {
        Program(
            "pg_restore", path: path("pg_restore"),
            arguments: restoreOptions("data", to: database, leavesOwners)
                + ["--schema=\(table.schema)", "--table=\(table.table)"],
            environment: login.environment(database: nil))
    }

    /// Restores a section of an archive in a file, by several sessions.
    package func restore(
        _ section: String, to database: String, _ login: ProgramLogin, leavesOwners: Bool, archive: String, jobs: Int
    ) -> Program {
        Program(
            "pg_restore", path: path("pg_restore"),
            arguments: restoreOptions(section, to: database, leavesOwners) + ["--jobs=\(jobs)", archive],
            environment: login.environment(database: nil))
    }

    private func restoreOptions(_ section: String, to database: String, _ leavesOwners: Bool) -> [String] {
        let escaped = database.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return ["--exit-on-error", "--no-password", "--section=\(section)", "--dbname=dbname='\(escaped)'"]
            + (leavesOwners ? ["--no-owner", "--no-privileges"] : [])
    }

    /// Lists what is in an archive, and reads the rest of its input to the end.
    package func listing() -> Program {
        // pg_restore stops reading behind the table of contents; the data behind it has to be read as well.
        Program(
            "pg_restore", path: "/bin/sh",
            arguments: ["-c", "\"$0\" --list && exec cat >/dev/null", path("pg_restore")])
    }
}

/// A file for a program that needs one twice, in memory: nothing of it reaches a disk.
package final class MemoryFile: Sendable {
    private let folder: PrivateDirectory
    /// Where it is.
    package let path: String

    /// Nil where the system has no folder in memory.
    package init?(_ name: String) {
        guard let folder = try? PrivateDirectory(in: ["/dev/shm"]), let path = try? folder.write("", as: name) else {
            return nil
        }
        self.folder = folder
        self.path = path
    }

    /// Adds bytes at the end.
    ///
    /// - Throws: `PostgresError`.
    package func append(_ bytes: [UInt8]) throws { try folder.append(bytes, to: path) }

    deinit { folder.remove() }
}
