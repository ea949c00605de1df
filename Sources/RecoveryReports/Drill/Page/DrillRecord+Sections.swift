import RecoveryModel

extension DrillRecord {
    /// The answers of source and copy, failures first.
    var checkSection: HTML {
        guard !checks.isEmpty else { return "" }
        let order: [CheckResult.Verdict] = [.failed, .errored, .warned, .accepted, .passed]
        let sorted = order.flatMap { verdict in checks.filter { $0.verdict == verdict } }
        let rows = sorted.map { result -> HTML in
            let style =
                result.verdict == .passed
                ? "met" : [.warned, .accepted].contains(result.verdict) ? "unknown" : "violated"
            let detail: HTML? = result.detail.map { "<br>\($0)" }
            return """
                <tr><td data-label="Verdict"><span class="badge \(style)">\(result.verdict.rawValue)</span></td>\
                <td data-label="Check">\(result.name)</td><td data-label="Expected">\(.code(result.expectedShown))</td>\
                <td data-label="Actual">\(.code(result.gotShown))\(detail)</td>\
                <td data-label="Duration">\(ElapsedText.of(milliseconds: result.milliseconds))</td></tr>

                """
        }
        return """
            <section class="checks">
            <h2>Checks</h2>
            <p class="faint">\(count(.passed)) passed, \(count(.failed)) failed, \(count(.errored)) errored, \
            \(count(.warned)) warned\(acceptedShown). Values that could be user data are shown as digests.</p>
            \(.table(["Verdict", "Check", "Expected", "Actual", "Duration"], rows))
            </section>
            """
    }

    /// The settings that a restore does not carry over by itself.
    var fidelitySection: HTML {
        guard !fidelity.isEmpty else { return "" }
        let rows = fidelity.map { finding -> HTML in
            """
            <tr><td data-label="Setting">\(finding.setting)</td><td data-label="Source">\(.code(finding.source))</td>\
            <td data-label="Restored">\(.code(finding.restored))</td><td data-label="Fix">\(finding.remedy)</td></tr>

            """
        }
        return """
            <section class="fidelity">
            <h2>\(fidelityTitle)</h2>
            \(.table(["Setting", "Source", "Restored", "Fix"], rows))
            </section>
            """
    }

    /// The guards that were not met and the operations that failed.
    var problemSection: HTML {
        let notMet = guards.filter { $0.outcome != .met }.map { finding -> HTML in
            "<li>preflight: \(finding.outcome.rawValue): \(finding.summary)\(hint(finding.hint))</li>\n"
        }
        let points = problems.map { problem -> HTML in
            "<li>\(problem.phase.rawValue): \(.code(problem.operation)): \(problem.reason)\(hint(problem.hint))</li>\n"
        }
        guard !(notMet + points).isEmpty else { return "" }
        return "<section>\n<h2>Problems</h2>\n<ul>\n\(.all(notMet + points))</ul>\n</section>"
    }

    private func hint(_ text: String?) -> HTML? { text.map { "<br><span class=\"faint\">hint: \($0)</span>" } }

    /// The resources that were not deleted.
    var leftoverSection: HTML {
        guard !leftovers.isEmpty else { return "" }
        let points = leftovers.map { leftover -> HTML in
            let place: HTML? = leftover.region.map { " in \($0)" }
            let price = leftover.costPerDay.map(Dollars.text) ?? "unknown"
            return "<li>\(leftover.kind.word) \(.code(leftover.id))\(place), cost per day: \(price)</li>\n"
        }
        return "<section>\n<h2>Not deleted</h2>\n<ul>\n\(.all(points))</ul>\n</section>"
    }

    /// The caller, the versions and the changing calls.
    var circumstanceSection: HTML {
        var facts: [HTML] = ["<dt>Instance</dt><dd>\(.code(target))</dd>\n"]
        if let marking { facts.append("<dt>Marker rows</dt><dd>\(marking.sentence)</dd>\n") }
        if let event { facts.append("<dt>Event</dt><dd>\(event)</dd>\n") }
        if let caller { facts.append("<dt>Caller</dt><dd>\(.code(caller))</dd>\n") }
        facts.append("<dt>Policy SHA-256</dt><dd>\(.code(policyDigest))</dd>\n")
        for (tool, version) in versions.sorted(by: { $0.key < $1.key }) {
            facts.append("<dt>\(tool)</dt><dd>\(version)</dd>\n")
        }
        if let estimatedCost { facts.append("<dt>Estimated cost</dt><dd>\(Dollars.text(estimatedCost))</dd>\n") }
        let rows = calls.map { call -> HTML in
            """
            <tr><td data-label="Call">\(.code(call.operation))</td>\
            <td data-label="Resource">\(.code(call.resource))</td>\
            <td data-label="Request ID">\(.code(call.requestID))</td>\
            <td data-label="Error">\(call.error ?? "")</td></tr>

            """
        }
        let table: HTML = .table(["Changing call", "Resource", "Request ID", "Error"], rows)
        return """
            <section class="calls">
            <h2>Details</h2>
            <dl class="facts">
            \(.all(facts))</dl>
            \(table)
            </section>
            """
    }
}
