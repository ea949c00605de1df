import RecoveryModel
import RecoveryReports

extension Samples {
    private var start: Instant { Instant(seconds: 1_795_410_600) }

    /// A runbook with a block of every kind.
    var runbook: Runbook {
        let window = RunbookEdition.Window(
            database: "123456789012/us-east-1/kb-prod", earliest: start - TimeSpan(30, .days),
            latest: start - TimeSpan(5, .minutes))
        return Runbook(
            title: "Recovery of knowledge-base\(mark)", edition: RunbookEdition(at: start, windows: [window]),
            chapters: [
                .init(
                    "What has happened?\(mark)",
                    [
                        .heading("\(code: "kb-prod\(mark)") is lost"),
                        .paragraph("Its settings are in `drctl inventory show`.\(mark)"),
                        .points(["Stop what writes.\(mark)", "Note the time."]),
                    ]),
                .init(
                    "A database is lost",
                    [
                        .steps([
                            .init("What would be done:\(mark)", "drctl recover plan --instance kb-prod"),
                            .init("Decide."),
                        ]),
                        .table(
                            titles: ["Guard", "What to do"],
                            rows: [
                                ["\(code: "quota\(mark)")", "request a higher quota\(mark)"],
                                ["`login`", "pass --secret"],
                            ]),
                    ]),
            ],
            gaps: ["alias/kb-dr: not looked at\(mark)"])
    }

    /// The same, of which one chapter has been changed by hand.
    var staleRunbook: RunbookComparison {
        RunbookComparison(
            runbook.markdown.replacing("Note the time.", with: "Note the hour."), file: "docs/runbook\(mark).md",
            runbook,
            expired: ["the example of kb-prod can no longer be restored\(mark)"])
    }
}
