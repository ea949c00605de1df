import RecoveryModel

extension Plan {
    /// The plan as a section of a page: the verdict comes first, the changes are its detail.
    var section: HTML {
        let closing: HTML? = Self.closing([self]).map { "<p><strong>\($0)</strong></p>\n" }
        return """
            <section>
            <h2>Plan</h2>
            <p>\(verdict.shown.capitalizedFirst): \(sentence).</p>
            \(changes)\(closing)</section>
            """
    }

    /// The changes, resource by resource; nothing without a step.
    var changes: HTML {
        guard !steps.isEmpty else { return "" }
        return "<p class=\"faint\">\(Self.legend). \(Self.order)</p>\n\(.all(blocks.map { $0.html(at: at) }))"
    }
}

extension RunReport<Plan> {
    /// One page about what apply would do to every target.
    func writePage(_ settings: RenderSettings, to output: inout ReportOutput) {
        let place = only.map { "account \($0.account), \($0.region), \($0.at)" } ?? "\(settings.at)"
        let name = only?.policy ?? extent
        output.write(html: PageFrame.start(title: "\(verdict.shown): plan for \(name), \(settings.at.day)"))
        output.write(
            html: """
                <header>
                <p class="verdict \(verdict.word)">\(verdict.shown)</p>
                <h1>Plan for <bdi>\(name)</bdi></h1>
                <p class="sentence">\(sentence).</p>
                <p class="faint">\(place)</p>
                </header>
                \(.advice(advice))

                """)
        for entry in run.entries {
            output.write(html: "<section>\n")
            if only == nil { output.write(html: "<h2><bdi>\(entry.target.shown)</bdi></h2>\n") }
            if let failure = entry.failure {
                let hint: HTML? = failure.hint.map { "<br>hint: \($0)" }
                output.write(html: "<p>\(entry.verdict.shown): \(failure)\(hint)</p>\n")
            }
            if let plan = entry.value { output.write(html: plan.details) }
            output.write(html: "</section>\n")
        }
        for place in run.uncovered {
            output.write(html: "<p>Not covered: <bdi>\(place.shown)</bdi>, \(place.reason)</p>\n")
        }
        if let closing = Plan.closing(run.values) {
            output.write(html: "<p><strong>\(closing)</strong></p>\n")
        }
        output.write(html: PageFrame.end(footer: "Made by drctl \(settings.version), \(settings.at)."))
    }
}

extension Plan {
    /// The changes, then what no step fixes and what could not be checked, then orphans.
    fileprivate var details: HTML {
        let open = unfixable + unknown
        let left: HTML =
            open.isEmpty
            ? ""
            : """
            <h3>Not fixed by any step, or not checked</h3>
            \(HTML.findingsTableStart)\(.all(FindingsByResource(open).map(\.body)))\(HTML.findingsTableEnd)

            """
        let priced: HTML? = steps.isEmpty ? nil : cost.map { "<p>Cost of these changes a month: \($0.shown)</p>\n" }
        let orphaned: HTML? = orphans.flatMap { $0.isEmpty ? nil : "<h3>Orphans</h3>\n\($0.html)\n" }
        return "\(changes)\(left)\(priced)\(orphaned)"
    }
}

extension PlanBlock {
    /// Folded: the line of the resource is read first.
    fileprivate func html(at instant: Instant) -> HTML {
        let title = title
        return """
            <details class="change">
            <summary><code>\(sign)</code> \(title.kind) \(.code(title.name))\(title.remark)</summary>
            <ul>
            \(.all(steps.map { $0.step.html(number: $0.number, at: instant) }))</ul>
            </details>

            """
    }
}

extension Step {
    fileprivate func html(number: Int, at instant: Instant) -> HTML {
        let settings = lines.map { line -> HTML in
            let value: HTML? = line.value.isEmpty ? nil : ": \(line.value)"
            return "<li><code>\(line.sign)</code> <bdi>\(line.name)</bdi>\(value)</li>\n"
        }
        let remarks = notes(at: instant).map { note -> HTML in
            "<li><span class=\"badge \(note.role.verdictWord)\">\(note.label)</span> \(note.text)</li>\n"
        }
        let because = reasons.map { reason -> HTML in
            """
            <li><span class="faint">because</span> \(reason.title) (\(.code(reason.control))): \
            required \(reason.required), observed \(reason.observed)</li>

            """
        }
        return "<li>\(number). \(facts.summary)\n<ul>\n\(.all(settings + remarks + because))</ul></li>\n"
    }
}

extension TextRole {
    /// The verdict whose colour a note has.
    fileprivate var verdictWord: String {
        switch self {
        case .bad: "violated"
        case .unsure: "unknown"
        case .good: "met"
        case .plain, .strong, .faint: "plain"
        }
    }
}
