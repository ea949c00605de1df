import RecoveryModel

extension Runbook {
    /// A database that is not there any more.
    static func lost(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases() {
            blocks.append(.heading("\(code: database.id) is lost (\(estate.target.shown))"))
            blocks += [
                .paragraph(
                    """
                    It comes back under its own name, with its own settings, from the newest point in time that RDS has kept, \
                    else from the newest snapshot. \(database.settingsText)
                    """),
                .steps([
                    Step("Who you are, and whether everything is there:", estate.drctl("doctor")),
                    Step(
                        "What it was, as drctl last saw it:",
                        estate.inventory(database)),
                    Step(
                        """
                        What would be done. Nothing is changed; every guard that refuses says what to do, and “Troubleshooting” \
                        lists them all. Exit code 0:
                        """, estate.drctl("recover plan", database)),
                    Step(
                        """
                        Recover. It asks for the database's name, restores, brings back the settings, and verifies the data. \
                        Exit code 0: recovered and verified; 3: recovered, but something is not as it should be, which the result \
                        names:
                        """, estate.drctl("recover run", database)),
                    Step("That the evidence of it is whole:", estate.drctl("evidence verify")),
                ]),
                .points([
                    "Killed or disconnected? It goes on where it was: \(code: estate.drctl("recover resume")).",
                    "Only a snapshot, or an older one? \(code: "--from newest"), or \(code: "--from SNAPSHOT").",
                    """
                    It has the endpoint\(database.kind == .cluster ? "s, the members and the custom endpoints" : "") that it had. A managed master secret is a new one: the result names it, and \
                    applications that read it need its ARN.
                    """,
                ]),
            ]
        }
        return Chapter("A database is lost", blocks)
    }

    /// Data that is wrong since some moment.
    static func damaged(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases() {
            blocks.append(.heading("The data of \(code: database.id) is damaged (\(estate.target.shown))"))
            guard let source = database.source.value, let example = database.example else {
                blocks.append(
                    .paragraph(
                        """
                        No point in time is known that could be restored: \(database.windowText). `drctl pitr window` says \
                        whether there is one now.
                        """))
                continue
            }
            let damage = example.adding(seconds: 1)
            blocks.append(
                .paragraph(
                    """
                    Worked for damage at \(code: damage): the database is restored to \(code: example), just before it, beside \
                    the old one, and gets its name once it is verified. The old one is kept, protected, as \
                    \(code: "\(database.id)-before-TIME"). Put the true times in place of these two.
                    """))
            blocks.append(
                .steps(
                    [
                        Step(
                            "What can be restored, which instant is just before the damage, and the commands for it:",
                            estate.drctl("pitr advise", database, "--event \(damage)"))
                    ] + recovery(estate, database, example)))
            blocks.append(
                .points([
                    """
                    What was written after \(code: example) is not in the recovered database. It is in the old one: copy back \
                    what is sound.
                    """,
                    """
                    Whether it is the right instant is proven beside production, with nothing changed: \
                    \(code: estate.drctl("drill run", database, "--at \(example)")).
                    """,
                    """
                    The time of a call that did it: \(code: "--before \"last ModifyDBInstance\"") or a CloudTrail event id in \
                    place of `--at`.
                    """,
                ]))
            blocks += byHand(estate, database, source, example)
        }
        return Chapter("Data is damaged", blocks)
    }

    private static func recovery(
        _ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database, _ example: Instant
    ) -> [Step] {
        let options = "--at \(example) --even-though-healthy --switch rename"
        return [
            Step(
                "What would be done. Nothing is changed. Exit code 0:", estate.drctl("recover plan", database, options)),
            Step(
                "Recover and switch over. It asks for the database's name. Exit code 0: recovered, verified, switched:",
                estate.drctl("recover run", database, options)),
            Step("That the evidence of it is whole:", estate.drctl("evidence verify")),
        ]
    }

    /// The same with the AWS CLI alone, and what is done when only some rows are damaged.
    private static func byHand(
        _ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database, _ source: InstanceFacts, _ example: Instant
    ) -> [Block] {
        let side = "\(database.id)-recovered"
        let commands = RestoreCommands(
            source: source, side: side, target: example, snapshot: nil, region: estate.target.region)
        return [
            .heading("Without drctl: \(code: database.id)"),
            .paragraph(
                "With every setting that \(database.id) had at \(facts(database)); verify before the names are swapped."
            ),
            .steps([
                Step("Restore beside it, then swap the names:", commands: commands.all),
                Step(
                    """
                    Only some tables or rows are damaged: restore beside it as above without the last four. Delete the damaged \
                    rows of TABLE: rows that are still there end \
                    the next command, and nothing is changed. Then copy them back into DATABASE:
                    """,
                    RestoreCommands.copyingBack(source, from: side)),
            ]),
        ]
    }

    private static func facts(_ database: RunbookFacts.Database) -> String {
        switch database.origin {
        case .live: "the time of this runbook"
        case .inventory(let at): at.shown
        case .policy: "no known time"
        }
    }
}

extension RunbookFacts.Estate {
    /// The command that shows a database's kept settings.
    fileprivate func inventory(_ database: RunbookFacts.Database) -> String {
        var command = ShellCommand("drctl inventory show \(ShellCommand.quoted(database.id))")
        command.add("--policy", file)
        addRegion(to: &command)
        return command.text
    }
}

extension RunbookFacts.Database {
    /// What is known of its settings, as of now.
    fileprivate var settingsText: String {
        switch (source, origin) {
        case (.unavailable(let failure), _): "Its settings are not known here: \(failure.reason)."
        case (.known, .live): "Its settings are kept by every audit."
        case (.known, .inventory(let at)):
            unread.map { "It could not be read: \($0). Its settings are those of \(at.shown)." }
                ?? "It was not there when this was written; its settings are those of \(at.shown)."
        case (.known, .policy): "Its settings are known from the policy alone."
        }
    }
}
