import RecoveryModel

extension Runbook {
    /// What shows that recovered data is right.
    static func validation(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = [
            .paragraph(
                """
                `drctl recover run` makes these checks on the recovered database and switches over only when all have passed. Made \
                by hand, each of them has to give what is expected here.
                """)
        ]
        for policy in facts.policies {
            guard let drill = policy.policy.drill, !drill.checks.isEmpty else {
                blocks.append(
                    .paragraph(
                        "\(policy.policy.name) has no check of its data: somebody who knows it has to look before users do."
                    ))
                continue
            }
            blocks.append(.heading("Checks of \(policy.policy.name)"))
            var rows = drill.checks.map { check -> [RunbookText] in
                let (query, expected) = check.kind.shown
                return ["\(check.name)", query, expected]
            }
            if let query = drill.schemaVersionQuery {
                rows.append(["schema version", "\(code: query)", "the application's version"])
            }
            if let query = drill.freshnessQuery {
                rows.append(["newest data", "\(code: query)", "shortly before the recovery point"])
            }
            blocks.append(.table(titles: ["Check", "Query", "Expected"], rows: rows))
            if !drill.smoke.isEmpty {
                blocks.append(.paragraph("Then, with `DATABASE_URL`: \(code: drill.smoke.joined(separator: " "))."))
            }
        }
        blocks.append(
            .points([
                "The application works: one person logs in, reads and writes something.",
                "The settings are production's: the result's list of differences is empty, and `drctl audit` finds what it found before.",
            ]))
        return Chapter("Validation", blocks)
    }

    /// To the recovered database, and back.
    static func switching(_ facts: RunbookFacts) -> Chapter {
        var blocks: [Block] = []
        for (estate, database) in facts.databases(.instance) {
            blocks.append(.heading("\(code: database.id) (\(estate.target.shown))"))
            let endpoint: RunbookText =
                database.source.value?.host.map { "The endpoint is \(code: $0)" } ?? "The endpoint is not known here"
            blocks.append(
                .paragraph(
                    """
                    \(endpoint); a renamed database has its DNS name within minutes, and pools have to reconnect. With \
                    `--switch rename` the recovery does it; without, applications are pointed to the new endpoint manually.
                    """))
            blocks.append(
                .steps([
                    Step(
                        "Back: the old database gets its name again, nothing is deleted:",
                        estate.drctl("recover rollback", database)),
                    Step("Manually, each name is free before it is given:", commands: renames(estate, database)),
                ]))
            blocks.append(
                .paragraph(
                    """
                    The old database costs what it did until somebody deletes it: keep it until what was written after the \
                    recovery point is copied, and the cause is understood.
                    """))
        }
        return Chapter("Switching over and back", blocks)
    }

    private static func renames(_ estate: RunbookFacts.Estate, _ database: RunbookFacts.Database) -> [String] {
        [(database.id, "\(database.id)-before"), ("\(database.id)-recovered", database.id)].flatMap { from, to in
            RestoreCommands.renaming(from, to, database.kind, in: estate.target.region)
        }
    }
}

extension DrillPolicy.Check.Kind {
    /// What is asked, and what has to come of it.
    fileprivate var shown: (query: RunbookText, expected: RunbookText) {
        switch self {
        case .rowCount(let table, let until):
            let part = until.map { " where \($0) <= the recovery point" } ?? ""
            return ("\(code: "select count(*) from \(table)\(part)")", "rows, and as many as before")
        case .checksum(let table, let columns, _):
            return ("a checksum of \(code: table), columns \(CountText.list(columns))", "the same as before")
        case .query(let query, .equal(let value)): return ("\(code: query)", "\(code: value)")
        case .query(let query, .atLeast(let value)): return ("\(code: query)", "at least \(value)")
        case .query(let query, .atMost(let value)): return ("\(code: query)", "at most \(value)")
        }
    }
}
