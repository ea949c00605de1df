package import ArgumentParser

/// `drctl alarms`: whether an alert would reach anybody.
package struct AlarmsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "Show, and prove by a test, that alerts reach their subscribers",
        discussion: """
            An alarm that fires and reaches nobody looks like success. `chain` reads every link between an alarm and its
            subscribers; `test` makes the alarms go off and looks how far their alerts come.

              $ drctl alarms chain --policy policies/knowledge-base.yaml
            """,
        subcommands: [AlarmsChainCommand.self, AlarmsTestCommand.self])

    package init() {}
}
