import RecoveryModel

extension ApplyRecord {
    /// What was done.
    var section: HTML {
        let rows = steps.map { step -> HTML in
            var why: HTML = ""
            var took = Shown.seconds(step.seconds)
            switch step.outcome {
            case .done: break
            case .failed(let reason, let hint): why = "\(reason)\(hint.map { "<br>hint: \($0)" as HTML })"
            case .queued(let reason): why = "\(reason)"
            case .left(let reason), .notReached(let reason):
                why = "\(reason)"
                took = "-"
            }
            return """
                <tr><td data-label="Outcome"><span class="badge \(step.outcome.verdictWord)">\(step.outcome.shown)</span></td>\
                <td data-label="Step">\(step.summary)</td>\
                <td data-label="Took">\(took)</td>\
                <td data-label="Why">\(why)</td></tr>

                """
        }
        return """
            <section>
            <h2>Last apply</h2>
            <p>\(verdict.shown.capitalizedFirst): \(sentence). Begun \(startedAt), \
            took \(Shown.seconds(finishedAt - startedAt)).</p>
            \(HTML.table(["Outcome", "Step", "Took", "Why"], rows))
            </section>
            """
    }
}

extension ApplyRecord.Outcome {
    /// The verdict whose colour the outcome has.
    fileprivate var verdictWord: String {
        switch self {
        case .done: "met"
        case .failed: "violated"
        case .queued, .left, .notReached: "unknown"
        }
    }
}

extension DriftReport {
    /// What changed, and who did it.
    var section: HTML {
        let rows = differences.map { difference -> HTML in
            """
            <tr><td data-label="Resource">\(difference.resource.kind.rawValue) \(.code(difference.resource.name))</td>\
            <td data-label="Setting">\(difference.title)<br>\(.code(difference.control))<br>\(difference.meaning)</td>\
            <td data-label="Required">\(difference.required)</td>\
            <td data-label="Was">\(difference.was ?? "never applied")</td>\
            <td data-label="Now"><strong>\(difference.now)</strong></td>\
            <td data-label="By"><bdi>\(difference.authorShown ?? "-")</bdi></td></tr>

            """
        }
        return """
            <section>
            <h2>Drift</h2>
            <p>\(verdict.shown.capitalizedFirst): \(sentence).</p>
            \(HTML.table(["Resource", "Setting", "Required", "Was", "Now", "By"], rows))
            </section>
            """
    }
}

extension String {
    /// `NO DRIFT` as `No drift`.
    var capitalizedFirst: String { prefix(1) + dropFirst().lowercased() }
}
