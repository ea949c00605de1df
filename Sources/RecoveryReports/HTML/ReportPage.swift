package import RecoveryModel

/// One self-contained page about a policy: the verdict, what to do, the evidence.
///
/// It loads nothing, runs no script but the filter of its findings, and can be mailed, archived and printed.
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
        let footer: HTML =
            "Made by drctl from the audit of \(audit.at). What could not be checked is never counted as met."
        let page: HTML = """
            \(PageFrame.start(title: "\(audit.verdict.shown): recovery of \(audit.policy), \(audit.at.day)", filters: true))\
            \(content)
            \(audit.section)
            \(audit.orphanSection())
            \(PageFrame.end(footer: footer, filters: true))
            """
        return page.text
    }

    /// What stands in the document's frame, above the findings.
    var content: HTML {
        let counts = FindingCounts(audit.findings)
        return """
            \(head)
            \(.tiles(counts))
            \(.objectives(AuditResult.objectives([audit]), severalTargets: false))
            \(.advice(counts.advice))
            \(objectives)
            \(drillSection)
            \(drift.map(\.section))
            \(plan.map(\.section))
            \(apply.map(\.section))
            """
    }

    private var head: HTML {
        let place = [policy.owner.map { "owner \($0)" }, policy.environment].compactMap { $0 }
        return """
            <header>
            <p class="verdict \(audit.verdict.word)">\(audit.verdict.shown)</p>
            <h1>Recovery of <bdi>\(audit.policy)</bdi></h1>
            <p class="sentence">\(audit.sentence).</p>
            <p class="faint">account \(audit.account), \(audit.region), \(audit.at)\(.all(place.map { ", \($0)" }))</p>
            </header>
            """
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
