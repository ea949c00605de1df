package import RecoveryModel

/// One self-contained page about a policy: the verdict, what to do, the evidence.
///
/// It loads nothing, runs no script, and can be mailed, archived and printed.
package struct ReportPage: Sendable {
    package var policy: PolicySummary
    package var audit: AuditResult
    package var plan: Plan?
    package var apply: ApplyRecord?
    package var drift: DriftReport?
    /// Newest first.
    package var drills: [DrillSummary]

    package init(
        policy: PolicySummary, audit: AuditResult, plan: Plan? = nil, apply: ApplyRecord? = nil,
        drift: DriftReport? = nil, drills: [DrillSummary] = []
    ) {
        self.policy = policy
        self.audit = audit
        self.plan = plan
        self.apply = apply
        self.drift = drift
        self.drills = drills.sorted { ($1.at, $0.database) < ($0.at, $1.database) }
    }

    /// The whole document.
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
            <title>\(audit.conclusion.word): recovery of \(audit.policy), \(audit.at.day)</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            \(head)
            \(tiles)
            \(advice)
            \(objectives)
            \(drillSection)
            \(drift.map(\.section))
            \(plan.map(\.section))
            \(apply.map(\.section))
            \(audit.section)
            </main>
            <footer>Made by drctl from the audit of \(audit.at). What could not be checked is never counted as met.</footer>
            </body>
            </html>

            """
        return page.text
    }

    private var head: HTML {
        let place = [policy.owner.map { "owner \($0)" }, policy.environment].compactMap { $0 }
        return """
            <header>
            <p class="verdict \(audit.conclusion.rawValue)">\(audit.conclusion.word)</p>
            <h1>Recovery of <bdi>\(audit.policy)</bdi></h1>
            <p class="sentence">\(audit.sentence).</p>
            <p class="faint">account \(audit.account), \(audit.region), \(audit.at)\(.all(place.map { ", \($0)" }))</p>
            </header>
            """
    }

    private var tiles: HTML {
        let words = ["violated", "unknown", "waived", "met"]
        let tiles = words.map { word -> HTML in
            "<li class=\"tile \(word)\"><strong>\(audit.count(word))</strong> \(word)</li>\n"
        }
        return "<ul class=\"tiles\" aria-label=\"Requirements by verdict\">\n\(.all(tiles))</ul>"
    }

    private var advice: HTML {
        let advice = AuditSummary(audit.findings).advice
        guard !advice.isEmpty else { return "" }
        let points = advice.map { command, reason -> HTML in
            "<li>\(command.map { "run \(.code($0)): it " as HTML })\(reason)</li>\n"
        }
        return "<section>\n<h2>Next steps</h2>\n<ul>\n\(.all(points))</ul>\n</section>"
    }

    private var objectives: HTML {
        let newest = drills.first { $0.verified }
        return """
            <section>
            <h2>Objectives</h2>
            <table>
            <thead><tr><th scope="col">Objective</th><th scope="col">Required</th>\
            <th scope="col">Last measured</th></tr></thead>
            <tbody>
            <tr><th scope="row">Recovery time (RTO)</th><td>\(policy.objectives.rto)</td>\
            <td>\(Shown.measured(newest?.measuredRTO))</td></tr>
            <tr><th scope="row">Recovery point (RPO)</th><td>\(policy.objectives.rpo)</td>\
            <td>\(Shown.measured(newest?.measuredRPO))</td></tr>
            </tbody>
            </table>
            </section>
            """
    }

    private var drillSection: HTML {
        let every = policy.drillEvery.map { "Required every \($0)." } ?? "The policy asks for no regular drill."
        guard !drills.isEmpty else {
            return
                "<section>\n<h2>Drills</h2>\n<p>No drill is on record: recovery is unproven. \(every)</p>\n</section>"
        }
        let titles = ["When", "Database", "Verdict", "Recovery point", "RTO", "RPO"]
        return """
            <section>
            <h2>Drills</h2>
            <p>\(every)</p>
            \(HTML.table(titles, drills.map(\.row)))
            </section>
            """
    }
}

extension DrillSummary {
    fileprivate var row: HTML {
        """
        <tr><td data-label="When">\(at)</td><td data-label="Database">\(.code(database))</td>\
        <td data-label="Verdict"><span class="badge \(verified ? "met" : "violated")">\
        \(verified ? "verified" : "failed")</span> \(summary)</td>\
        <td data-label="Recovery point">\(recoveryPoint)</td><td data-label="RTO">\(Shown.measured(measuredRTO))</td>\
        <td data-label="RPO">\(Shown.measured(measuredRPO))</td></tr>

        """
    }
}
