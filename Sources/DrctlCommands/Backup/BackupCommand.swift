package import ArgumentParser

/// `drctl backup`: the same promises for a PostgreSQL outside RDS.
package struct BackupCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up, verify and restore a PostgreSQL outside RDS",
        discussion: """
            By pg_dump, zstd and age, into a folder or an S3 bucket; restorable with these programs alone.

              $ drctl backup create --to backups --encrypt-to age1…
            """,
        subcommands: [
            BackupCreateCommand.self, BackupListCommand.self, BackupVerifyCommand.self, BackupRestoreCommand.self,
            BackupPruneCommand.self,
        ])

    package init() {}
}
