package import RecoveryModel

extension ReportPage {
    /// One document about every target of a run: the verdict of all of them, a table that leads to each, what was not
    /// covered, the page of each target, and the findings of all of them with one filter.
    package static func document(_ run: Run<ReportPage>, at now: Instant) -> String {
        let report = RunReport(run: run.map(\.audit))
        if report.only != nil, run.uncovered.isEmpty, let page = run.values.first { return page.html }
        let footer: HTML = "Made by drctl at \(now). What could not be checked is never counted as met."
        let pages = run.entries.enumerated().map { index, entry -> HTML in
            guard case .done(let page) = entry.outcome else { return "" }
            let orphans = page.audit.orphanSection()
            return "<article id=\"target-\(index + 1)\">\n\(page.content)\n\(orphans)</article>\n"
        }
        let document: HTML = """
            \(PageFrame.start(title: "\(report.verdict.shown): recovery of \(report.extent), \(now.day)", filters: true))\
            <header>
            <p class="verdict \(report.verdict.word)">\(report.verdict.shown)</p>
            <h1>Recovery of \(report.extent)</h1>
            <p class="sentence">\(report.sentence).</p>
            <p class="faint">\(now)</p>
            </header>
            \(report.targetSection)
            \(report.uncoveredSection)
            \(.all(pages))
            \(findings(of: report.run))
            \(PageFrame.end(footer: footer, filters: true))
            """
        return document.text
    }

    private static func findings(of run: Run<AuditResult>) -> HTML {
        guard !run.values.isEmpty else { return "" }
        let targets = run.values.map { audit -> HTML in
            """
            \(.targetStart(audit.target))\
            <h3><bdi>\(audit.target.shown)</bdi></h3>
            \(.findingsTableStart)\(.all(FindingsByResource(audit.findings).map(\.body)))\(.findingsTableEnd)\
            \(.targetEnd)
            """
        }
        return """
            \(.findingsStart(AuditResult.allCounts(run.values), FilterChoices(run.values)))\
            \(.all(targets))\(.findingsEnd)
            """
    }
}
