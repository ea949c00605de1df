package import ArgumentParser

/// `drctl evidence`: shows what drills proved, and verifies that it was not changed.
package struct EvidenceCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List, show and verify what drills have proven",
        discussion: """
            Works offline when the evidence is in a folder.

              $ drctl evidence verify
            """,
        subcommands: [
            EvidenceListCommand.self, EvidenceShowCommand.self, EvidenceVerifyCommand.self, EvidenceRotateCommand.self,
            EvidenceCountersignCommand.self, EvidenceTimestampCommand.self,
        ])

    package init() {}
}
