import RecoveryModel

extension ReportFormat {
    /// One self-contained page, for people who were not there.
    package static let html = ReportFormat("html", of: [.audit, .plan, .drill, .objectives]) {
        report, settings, output in
        if let audit = report.audit { audit.writePage(settings, to: &output) }
        if let plan = report.content as? RunReport<Plan> { plan.writePage(settings, to: &output) }
        if let page = report.page { output.put(page) }
    }
}

extension Report {
    /// The page of a single result that has one.
    fileprivate var page: String? { ((content as? SingleReport)?.result as? any Paged)?.html }
}

extension ReportOutput {
    mutating func write(html: HTML) { put(html.text) }
}

extension RunReport<AuditResult> {
    fileprivate func writePage(_ settings: RenderSettings, to output: inout ReportOutput) {
        let name = only?.policy ?? extent
        output.write(
            html: PageFrame.start(
                title: "\(verdict.shown): recovery of \(name), \(settings.at.day)", filters: !run.values.isEmpty))
        let counts = AuditResult.allCounts(run.values)
        let time: HTML = "<time datetime=\"\(only?.at ?? settings.at)\">\((only?.at ?? settings.at).shown)</time>"
        let place: HTML = only.map { "account \($0.account), \($0.region), \(time)" } ?? time
        output.write(
            html: """
                <header>
                <p class="verdict \(verdict.word)">\(verdict.shown)</p>
                <h1>Recovery of <bdi>\(name)</bdi></h1>
                <p class="sentence">\(sentence).</p>
                <p class="faint">\(place)</p>
                </header>
                \(.tiles(counts))
                \(.objectives(AuditResult.objectives(run.values), severalTargets: run.entries.count > 1))
                \(.baseline(comparisons.baseline))
                \(.trend(comparisons.trend))
                \(.advice(advice))
                \(targetSection)
                \(uncoveredSection)

                """)
        writeFindings(counts, to: &output)
        for entry in run.entries {
            guard let audit = entry.value else { continue }
            let place = only == nil ? entry.target.shown : nil
            if let coverage = audit.coverage { output.write(html: "\(coverage.section(of: place))\n") }
            output.write(html: audit.orphanSection(of: only == nil ? entry.target.shown : nil))
            if let provenance = audit.provenance { output.write(html: provenance.section(of: place)) }
        }
        let footer: HTML =
            "Made by drctl \(settings.version), \(settings.at.shown). What could not be checked is never counted as met."
        output.write(html: PageFrame.end(footer: footer, filters: !run.values.isEmpty))
    }

    /// Every target with its verdict and figures, the worst first; nothing when there is only one.
    var targetSection: HTML {
        guard only == nil else { return "" }
        let rows = ranked.map { entry -> HTML in
            let figures = zip(Self.figureLabels, entry.value?.figures.map(CountText.number) ?? ["-", "-", "-"])
            return """
                <tr><td data-label="Verdict"><span class="badge \(entry.badge)">\(entry.verdict.word)</span></td>\
                \(.all(figures.map { "<td data-label=\"\($0)\">\($1)</td>" as HTML }))\
                <td data-label="Target">\(reference(entry))</td></tr>

                """
        }
        return """
            <section>
            <h2>Targets</h2>
            \(HTML.table(["Verdict"] + Self.figureLabels + ["Target"], rows))
            </section>
            """
    }

    private static var figureLabels: [String] { ["Violated", "Unknown", "Met"] }

    /// The target's name, which leads to its findings, or the reason why there are none.
    private func reference(_ entry: Run<AuditResult>.Entry) -> HTML {
        guard let failure = entry.failure else {
            let number = (run.entries.firstIndex { $0.target == entry.target } ?? 0) + 1
            return "<a href=\"#target-\(number)\"><bdi>\(entry.target.shown)</bdi></a>"
        }
        let hint: HTML? = failure.hint.map { "<br>hint: \($0)" }
        return "<bdi>\(entry.target.shown)</bdi><br>\(failure)\(hint)"
    }

    var uncoveredSection: HTML {
        guard !run.uncovered.isEmpty else { return "" }
        let rows = run.uncovered.map { place -> HTML in
            "<tr><td data-label=\"Place\"><bdi>\(place.shown)</bdi></td><td data-label=\"Why\">\(place.reason)</td></tr>\n"
        }
        return """
            <section>
            <h2>Not covered by this run</h2>
            \(HTML.table(["Place", "Why"], rows))
            </section>
            """
    }

    /// The findings of every target, with one filter for all.
    private func writeFindings(_ counts: FindingCounts, to output: inout ReportOutput) {
        guard !run.values.isEmpty else { return }
        output.write(html: .findingsStart(counts, FilterChoices(run.values)))
        for (index, entry) in run.entries.enumerated() {
            guard let audit = entry.value else { continue }
            output.write(html: .targetStart(entry.target))
            defer { output.write(html: .targetEnd) }
            if only == nil {
                output.write(
                    html: """
                        <h3 id="target-\(index + 1)"><bdi>\(entry.target.shown)</bdi></h3>
                        <p>\(audit.verdict.shown): \(audit.sentence), \(audit.at.shown).</p>

                        """)
            }
            guard !audit.findings.isEmpty else { continue }
            output.write(html: .findingsTableStart)
            for group in FindingsByResource(audit.findings) { output.write(html: group.body) }
            output.write(html: .findingsTableEnd)
        }
        output.write(html: "\(.findingsEnd)\n")
    }
}

extension Run<AuditResult>.Entry {
    /// The verdict of a finding whose colour the target has.
    fileprivate var badge: String {
        switch verdict {
        case .compliant: "met"
        case .incomplete: "unknown"
        default: "violated"
        }
    }
}
