package import RecoveryModel

extension ApplyRecord {
    package var markdown: String {
        var page: Markdown = "# \(headline.word): \(sentence)\n\n"
        page += "Policy \(.code(policy)), account \(.code(account)), \(.code(region)), "
        page += "\(startedAt), took \(Shown.seconds(finishedAt - startedAt)).\n"
        page += .advice(advice)
        if !steps.isEmpty {
            page += .heading(2, "Steps")
            page += .header("Outcome", "Step", "Took", "Why, and what to do")
            for step in steps { page += step.row }
        }
        if let auditAfter {
            page += .violations(AuditSummary(auditAfter.findings).violated)
            page += .unknown(AuditSummary(auditAfter.findings).unknown)
        }
        return page.text
    }
}

extension ApplyRecord.AppliedStep {
    fileprivate var row: Markdown {
        var why: Markdown = ""
        if case .failed(let reason, let hint) = outcome {
            why += "\(reason)"
            if let hint { why += "<br>hint: \(hint)" }
        }
        let took: Markdown = outcome == .notReached ? "" : "\(Shown.seconds(seconds))"
        return .row("\(outcome.shown)", "\(summary)", took, why)
    }
}
