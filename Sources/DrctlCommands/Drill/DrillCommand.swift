package import ArgumentParser

/// `drctl drill`: prove that the data can be brought back.
package struct DrillCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Prove by restoring that the data can be brought back in time",
        discussion: """
            Restores beside production into an isolated instance, verifies the data, measures RTO and RPO, removes what it
            made, and keeps evidence.

              $ drctl drill run --policy policies/knowledge-base.yaml
            """,
        subcommands: [
            DrillRunCommand.self, DrillStatusCommand.self, DrillResumeCommand.self, DrillCleanupCommand.self,
            DrillHistoryCommand.self, DrillSelftestCommand.self,
        ])

    package init() {}
}
