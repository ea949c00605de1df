import JSONWriting
package import RecoveryModel

extension RestoreTestList: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let open = states.filter { $0.outcome != .proven }
        if isProven {
            page.add("\("PROVEN", .good): a restore test of \(CountText.of(states.count, "database")) was validated")
        } else if states.isEmpty {
            page.add("\("NOT PROVEN", .bad): the policy selects no database")
        } else {
            page.add(
                "\("NOT PROVEN", .bad): \(open.count) of \(CountText.of(states.count, "database")) without a validated restore test"
            )
        }
        for state in states {
            page.item(
                "\(state.database.kind.name)", width: 9, "\(state.database.name): \(state.shown)", indent: 2)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/restore-tests/v1"), ("proven", .bool(isProven)),
            (
                "databases",
                .array(
                    states.map {
                        .object([
                            ("kind", .string($0.database.kind.rawValue)), ("id", .string($0.database.name)),
                            ("outcome", .string($0.outcome.rawValue)), ("job", .text($0.job?.id)),
                            ("startedAt", .text($0.job?.startedAt)), ("validation", .text($0.job?.validation)),
                        ])
                    })
            ),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Restore tests of AWS Backup\n"
        page += .header("Database", "Restore test")
        for state in states { page += .row(.code(state.database.name), "\(state.shown)") }
        return page.text
    }
}

extension RestoreTestState {
    /// For people, after the database's name.
    fileprivate var shown: String {
        guard let job else { return "no restore job ran: AWS Backup tests nothing that has no fitting recovery point" }
        let when = "job \(job.id) of \(job.startedAt.shown)"
        return switch outcome {
        case .proven: "validated, \(when)"
        case .unvalidated: "restored and not validated: drctl drill validate --restore-job \(job.id)"
        case .running: "running, \(when)"
        case .failed:
            job.status == "COMPLETED"
                ? "validation \(job.validation ?? "unknown"), \(when)"
                : "\(job.status), \(when)\(job.message.map { ": \($0)" } ?? "")"
        case .unknown: "unknown: AWS Backup does not say what \(when) is of"
        case .missing: "no restore job ran"
        }
    }
}
