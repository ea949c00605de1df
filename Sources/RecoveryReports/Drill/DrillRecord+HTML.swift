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
            <p class="faint">drill \(drill), policy \(policy), account \(scope.account), \(scope.region), \(startedAt). \
            Restored: \(point).</p>
            </header>
            \(gauges)
            \(timelineSection)
            \(checkSection)
            \(fidelitySection)
            \(problemSection)
            \(leftoverSection)
            </main>
            <footer>Made by drctl from the record of \(endedAt). Only verified data counts as recovered.</footer>
            </body>
            </html>

            """
        return page.text
    }

    private var gauges: HTML {
        let rows: [(String, Int?, Int)] = [
            ("RTO: data verified", objectives.rtoVerified, objectives.rtoTarget),
            ("RTO: instance available", objectives.rtoAvailable, objectives.rtoTarget),
            ("RPO", objectives.rpoRealised, objectives.rpoTarget),
        ]
        let items = rows.map { name, measured, target -> HTML in
            let agreed = ElapsedText.of(milliseconds: target)
            guard let measured else {
                return "<li class=\"gauge unknown\"><strong>\(name)</strong> not measured, agreed: \(agreed)</li>\n"
            }
            let met = measured <= target
            return """
                <li class="gauge \(met ? "met" : "violated")"><strong>\(name)</strong> \
                \(ElapsedText.of(milliseconds: measured)) of \(agreed): \(met ? "met" : "missed")
                <meter min="0" max="\(max(target, measured))" high="\(target)" value="\(measured)">\(measured) ms</meter></li>

                """
        }
        return "<section>\n<h2>Objectives</h2>\n<ul class=\"gauges\">\n\(.all(items))</ul>\n</section>"
    }

    private var timelineSection: HTML {
        guard !phases.isEmpty else { return "" }
        let height = timeline.count * 26 + 4
        let bars = timeline.enumerated().map { index, entry -> HTML in
            let left = entry.startsAt * 700 / totalMilliseconds
            let width = max(2, entry.milliseconds * 700 / totalMilliseconds)
            let isDrillOnly = !["preflight", "restore", "connect", "verify"].contains(entry.phase)
            return """
                <text x="0" y="\(index * 26 + 18)">\(entry.phase)</text>\
                <rect class="\(isDrillOnly ? "aside" : "counts")" x="\(90 + left)" y="\(index * 26 + 5)" \
                width="\(width)" height="16" rx="3"/>\
                <text class="took" x="\(min(96 + left + width, 800))" y="\(index * 26 + 18)">\
                \(ElapsedText.of(milliseconds: entry.milliseconds))</text>

                """
        }
        let total = ElapsedText.of(milliseconds: totalMilliseconds)
        return """
            <section>
            <h2>Phases</h2>
            <svg class="timeline" viewBox="0 0 900 \(height)" role="img" aria-label="Phases of the drill, \(total) in all">
            \(.all(bars))</svg>
            <p class="faint">Pale phases belong to the drill alone and are not part of the recovery time.</p>
            \(.table(["Phase", "Began", "Took"], phases.map { timing in
                """
                <tr><td data-label="Phase">\(timing.phase.rawValue)</td><td data-label="Began">\(timing.startedAt)</td>\
                <td data-label="Took">\(ElapsedText.of(milliseconds: timing.milliseconds))</td></tr>

                """
            }))
            </section>
            """
    }

    private var checkSection: HTML {
        guard !checks.isEmpty else { return "" }
        let rows = checks.map { result -> HTML in
            let style = result.verdict == .passed ? "met" : result.verdict == .warned ? "unknown" : "violated"
            return """
                <tr><td data-label="Verdict"><span class="badge \(style)">\(result.verdict.rawValue)</span></td>\
                <td data-label="Check">\(result.name)</td><td data-label="Source">\(.code(result.expected))</td>\
                <td data-label="Restored">\(.code(result.got ?? "nothing")) \(result.detail ?? "")</td>\
                <td data-label="Took">\(ElapsedText.of(milliseconds: result.milliseconds))</td></tr>

                """
        }
        return """
            <section>
            <h2>Before and after</h2>
            \(.table(["Verdict", "Check", "Source or expected", "Restored", "Took"], rows))
            </section>
            """
    }

    private var fidelitySection: HTML {
        guard !fidelity.isEmpty else { return "" }
        let rows = fidelity.map { finding -> HTML in
            """
            <tr><td data-label="Setting">\(finding.setting)</td><td data-label="Source">\(.code(finding.source))</td>\
            <td data-label="Restored">\(.code(finding.restored))</td><td data-label="Remedy">\(finding.remedy)</td></tr>

            """
        }
        return """
            <section>
            <h2>What a real restore would lose</h2>
            \(.table(["Setting", "Source", "Restored", "Remedy"], rows))
            </section>
            """
    }

    private var problemSection: HTML {
        guard !problems.isEmpty else { return "" }
        let points = problems.map { problem -> HTML in
            "<li>\(problem.phase.rawValue): \(.code(problem.operation)): \(problem.reason)</li>\n"
        }
        return "<section>\n<h2>On the way</h2>\n<ul>\n\(.all(points))</ul>\n</section>"
    }

    private var leftoverSection: HTML {
        guard !leftovers.isEmpty else { return "" }
        let points = leftovers.map { leftover -> HTML in
            "<li>\(leftover.kind.rawValue) \(.code(leftover.id)), a day: \(leftover.costPerDay.map(Dollars.text) ?? "unknown")</li>\n"
        }
        return "<section>\n<h2>Still there</h2>\n<ul>\n\(.all(points))</ul>\n</section>"
    }
}

/// What only a drill's page shows.
private enum DrillPageStyle {
    static let sheet: HTML = """
        .gauges { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem; padding: 0;
          list-style: none; }
        .gauge { background: var(--panel); border-left: .375rem solid; border-radius: .375rem; padding: .625rem .875rem; }
        .gauge.met { border-color: var(--met); } .gauge.violated { border-color: var(--violated); }
        .gauge.unknown { border-color: var(--unknown); }
        .gauge strong, .gauge meter { display: block; }
        .gauge meter { width: 100%; height: 1.25rem; }
        .timeline { width: 100%; height: auto; font-size: 13px; fill: var(--ink); }
        .timeline .took { fill: var(--faint); }
        .timeline .counts { fill: var(--met); } .timeline .aside { fill: var(--line); }
        """
}
