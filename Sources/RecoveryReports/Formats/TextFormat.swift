import RecoveryModel

extension ReportFormat {
    /// For people at a terminal: the verdict, then what to do about it, then the evidence.
    package static let text = ReportFormat("text", of: Set(Report.Kind.allCases)) { report, settings, output in
        report.content.writeText(settings, to: &output)
    }
}

extension RunReport {
    func writeText(_ settings: RenderSettings, to output: inout ReportOutput) {
        var page = TextPage(TextLayout(style: settings.style, width: settings.width, verbose: verbose))
        page.add("\(verdict.shown, verdict.role): \(sentence)", hang: 2)
        if let target = run.entries.first?.target, run.entries.count == 1 {
            let time = only?.time ?? settings.at.description
            page.add("policy \(target.policy), account \(target.account), \(target.region), \(time)", role: .faint)
        } else {
            page.add("\(extent), \(settings.at)", role: .faint)
        }
        page.objectives(Value.objectives(run.values), severalTargets: run.entries.count > 1)
        page.baseline(comparisons.baseline)
        page.trend(comparisons.trend)
        page.advice(advice)
        if only == nil { page.targets(self) }
        page.uncovered(run.uncovered)
        if let only {
            only.writeText(to: &page, &output)
        } else {
            writeDetails(to: &page, &output)
        }
        if let closing = Value.closing(run.values) {
            page.gap()
            page.add("\(closing, .strong)", hang: 2)
        }
        page.finish(to: &output)
    }

    /// Each target that has more to say than the table.
    private func writeDetails(to page: inout TextPage, _ output: inout ReportOutput) {
        for entry in run.entries {
            guard let value = entry.value, value.hasDetails(verbose: verbose) else { continue }
            page.title("\(entry.target.shown)")
            page.add("\(value.verdict.shown, value.verdict.role): \(value.sentence)", hang: 2)
            page.add("\(value.time)", role: .faint)
            value.writeText(to: &page, &output)
            page.passOn(to: &output)
        }
    }
}

extension TextPage {
    /// A heading over other headings: underlined, so that it stands out without colours too.
    fileprivate mutating func title(_ text: TerminalText) {
        heading(text)
        add(TerminalText(stringLiteral: String(repeating: "─", count: min(text.length, layout.width))), role: .faint)
    }

    /// Every target with its verdict and figures, the worst first.
    fileprivate mutating func targets<Value>(_ report: RunReport<Value>) {
        heading("Targets")
        let entries = report.ranked
        let verdictWidth = entries.map(\.verdict.short.count).reduce("verdict".count, max)
        let widths = Value.figureTitles.enumerated().map { column, title in
            entries.compactMap { $0.value?.figures[column] }.map { CountText.number($0).count }
                .reduce(title.count, max)
        }
        func row(_ verdict: String, _ figures: [String]) -> String {
            verdict.padded(to: verdictWidth)
                + zip(figures, widths).map { "  " + String(repeating: " ", count: $1 - $0.count) + $0 }.joined()
        }
        let column = verdictWidth + widths.reduce(0) { $0 + $1 + 2 } + 2
        item(row("verdict", Value.figureTitles), role: .faint, width: column, "\("target", .faint)", indent: 2)
        for entry in entries {
            let figures = entry.value?.figures.map(CountText.number) ?? widths.map { _ in "-" }
            item(
                row(entry.verdict.short, figures), role: entry.verdict.role, width: column, "\(entry.target.shown)",
                indent: 2)
            guard let failure = entry.failure else { continue }
            add("\(failure)", indent: 4)
            if let hint = failure.hint { item("hint:", width: 6, "\(hint)", indent: 4) }
        }
    }

    /// What the policies name and the run did not check.
    fileprivate mutating func uncovered(_ places: [UncoveredPlace]) {
        guard !places.isEmpty else { return }
        heading("Not covered by this run")
        for place in places { add("\(place.shown): \(place.reason)", indent: 2, hang: 4) }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
