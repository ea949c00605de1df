import RecoveryModel

extension AuditResult {
    /// Every finding, by resource, with a filter that needs no script.
    var section: HTML {
        guard !findings.isEmpty else { return "" }
        return """
            \(HTML.findingsStart(FindingCounts(findings), FilterChoices([self])))\
            \(HTML.targetStart(target))\
            \(HTML.findingsTableStart)\
            \(.all(FindingsByResource(findings).map(\.body)))\
            \(HTML.findingsTableEnd)\
            \(HTML.targetEnd)\
            \(HTML.findingsEnd)
            """
    }
}

extension AuditResult {
    /// What drctl created and the policy does not ask for any more; nothing when there is nothing to say.
    ///
    /// - Parameter place: The target's name where the page has several.
    func orphanSection(of place: String? = nil) -> HTML {
        guard let orphans, !orphans.isEmpty else { return "" }
        let name: HTML? = place.map { ": <bdi>\($0)</bdi>" }
        return "<section>\n<h2>Orphans\(name)</h2>\n\(orphans.html)\n</section>\n"
    }
}

extension HTML {
    /// Begins the section of all findings, with a filter for all of its tables.
    static func findingsStart(_ counts: FindingCounts, _ filter: FilterChoices) -> HTML {
        let shown = [("all", counts.total)] + counts.worstFirst.filter { $0.count > 0 }
        let choices = shown.map { word, count -> HTML in
            """
            <label><input type="radio" name="show" id="show-\(word)" value="\(word)"\(word == "all" ? " checked" : "")> \
            \(word) (\(count))</label>

            """
        }
        return """
            <section class="findings">
            <h2>Requirements</h2>
            <fieldset class="filter">
            <legend>Show</legend>
            \(.all(choices))\(filter.html)</fieldset>

            """
    }

    /// Begins the findings of a target, with where they are.
    static func targetStart(_ target: TargetName) -> HTML {
        "<div class=\"target\" data-account=\"\(target.account)\" data-region=\"\(target.region)\">\n"
    }

    static let targetEnd: HTML = "</div>\n"

    static let findingsTableStart: HTML = """
        <table class="stack">
        <thead><tr><th scope="col">Verdict</th><th scope="col">Requirement</th><th scope="col">Required</th>\
        <th scope="col">Observed</th><th scope="col">Next steps</th></tr></thead>

        """

    static let findingsTableEnd: HTML = "</table>\n"

    static let findingsEnd: HTML = "</section>"

    /// How many requirements have each verdict.
    static func tiles(_ counts: FindingCounts) -> HTML {
        let tiles = counts.worstFirst.map { word, count -> HTML in
            "<li class=\"tile \(word)\"><strong>\(count)</strong> \(word)</li>\n"
        }
        return "<ul class=\"tiles\" aria-label=\"Requirements by verdict\">\n\(.all(tiles))</ul>"
    }

    /// What to do next; nothing when there is nothing to do.
    static func advice(_ advice: [Advice]) -> HTML {
        guard !advice.isEmpty else { return "" }
        let points = advice.map { command, reason -> HTML in
            "<li>\(command.map { "run \(.code($0)): it " as HTML })\(reason)</li>\n"
        }
        return "<section>\n<h2>Next steps</h2>\n<ul>\n\(.all(points))</ul>\n</section>"
    }
}

extension ResourceFindings {
    /// The rows of its findings, below its name.
    var body: HTML {
        """
        <tbody>
        <tr class="resource"><th scope="rowgroup" colspan="5">\(resource.kind.name) \(.code(resource.name))</th></tr>
        \(.all(findings.map { $0.row(comesWith: comesWith($0)) }))</tbody>

        """
    }
}

extension Finding {
    fileprivate func row(comesWith others: String?) -> HTML {
        let word = verdict.word
        let severity: HTML? = word == "met" ? nil : "<br><span class=\"faint\">\(control.severity.rawValue)</span>"
        return """
            <tr class="finding \(word)" data-verdict="\(word)" data-severity="\(control.severity.rawValue)" \
            data-frameworks="\(control.frameworks.joined(separator: " "))">
            <td data-label="Verdict"><span class="badge \(word)">\(word)</span>\(severity)</td>
            <td data-label="Requirement">\(control.title)<details><summary>why, and where it is asked for</summary>\
            <p>\(control.why)</p><p>\(.code(control.id)), by \(.code(control.field))\(standards)</p></details></td>
            <td data-label="Required">\(required)</td>
            <td data-label="Observed">\(observedHTML)</td>
            <td data-label="Next steps">\(actionHTML)\(others.map { "<div>with it, violated too: \($0)</div>" as HTML })</td>
            </tr>

            """
    }

    private var standards: HTML {
        control.standards.isEmpty ? "" : "<br>\(control.standards.map(\.label).joined(separator: ", "))"
    }

    private var observedHTML: HTML {
        if case .unknown(let failure) = verdict {
            return "could not be checked: \(.code(failure.operation)) \(failure.reason)"
        }
        return "\(observed ?? "nothing")"
    }

    private var actionHTML: HTML {
        switch verdict {
        case .met: return "nothing"
        case .unknown: return "fix the cause, then audit again"
        case .waived(let owner, let reason, let expires):
            return "accepted until \(expires) by <bdi>\(owner)</bdi>: \(reason)"
        case .violated:
            let lines = (remedy?.shown ?? []).map { label, text -> HTML in
                "<div><span class=\"faint\">\(label):</span> \(text)</div>"
            }
            return .all(lines)
        }
    }
}
