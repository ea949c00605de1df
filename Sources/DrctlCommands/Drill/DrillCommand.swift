package import ArgumentParser

/// `drctl drill`: proves that the data can be recovered.
package struct DrillCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Prove by a restore that the data can be recovered in time",
        discussion: """
            Restores beside production into an isolated instance, verifies the data, measures RTO and RPO, deletes what
            it created, and stores evidence.

              $ drctl drill run --policy policies/knowledge-base.yaml
            """,
        subcommands: [
            DrillRunCommand.self, DrillStatusCommand.self, DrillResumeCommand.self, DrillCleanupCommand.self,
            DrillHistoryCommand.self, DrillSelftestCommand.self, DrillValidateCommand.self,
        ])

    package init() {}
}
