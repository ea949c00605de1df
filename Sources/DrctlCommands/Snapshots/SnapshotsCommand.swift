package import ArgumentParser

/// `drctl snapshots`: manual snapshots that outlive automated backups.
package struct SnapshotsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "snapshots",
        abstract: "Keep snapshots beyond automated backups, where AWS Backup does not",
        discussion: """
            A policy asks for monthly recovery points by `backups.monthly`. Where no plan of AWS Backup makes them
            (`backups.awsBackup`), `rotate` keeps manual snapshots: made, copied, and deleted by age.

              $ drctl snapshots rotate --policy policies/knowledge-base.yaml
            """,
        subcommands: [SnapshotsRotateCommand.self])

    package init() {}
}
