package import RecoveryModel

extension DrillRecord {
    /// One self-contained page: the verdict, gauges against the objectives, the phases in time, before and after.
    package var html: String {
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(verdict.word): drill of \(source), \(startedAt.day)</title>
            <style>
            \(PageStyle.sheet)
            \(DrillPageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            <header>
            <p class="verdict \(verdict.style)">\(verdict.word)</p>
            <h1>Restore drill of <bdi>\(source)</bdi></h1>
            <p class="sentence">\(summary).</p>
            <p class="faint">\(origin)</p>
            </header>
            \(gaugeSection)
            \(timelineSection)
            \(checkSection)
            \(fidelitySection)
            \(problemSection)
            \(leftoverSection)
            \(circumstanceSection)
            </main>
            <footer>Made by drctl from the record of \(endedAt). Only verified data counts as recovered.</footer>
            </body>
            </html>

            """
        return page.text
    }

    /// Of which drill it is, and what was restored.
    private var origin: HTML {
        let there: HTML? = elsewhere.map { " in \($0)" }
        return """
            Drill <bdi>\(drill)</bdi> of policy <bdi>\(policy)</bdi>, account \(scope.account), \(scope.region), \
            \(startedAt). Restored\(there): \(point).
            """
    }
}
