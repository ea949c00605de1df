package import ArgumentParser

/// `drctl secrets`: the logins without which a restored database is of no use.
package struct SecretsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Check, export and restore the secrets that databases need",
        discussion: """
            No value is ever printed, logged or passed in an argument.

              $ drctl secrets check --policy policies/knowledge-base.yaml
            """,
        subcommands: [SecretsCheckCommand.self, SecretsExportCommand.self, SecretsRestoreCommand.self])

    package init() {}
}
