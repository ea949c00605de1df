import RecoveryModel

extension ApplyRecord {
    func writeMarkdown(level: Int, to output: inout ReportOutput) {
        if !steps.isEmpty {
            output.write(markdown: .heading(level, "Steps"))
            output.write(markdown: .header("Outcome", "Step", "Took", "Why, and what to do"))
            for step in steps { output.write(markdown: step.row) }
        }
        if let auditAfter {
            output.writeViolations(auditAfter.findings, level: level)
            output.writeUnknown(auditAfter.findings, level: level)
        }
    }
}

extension ApplyRecord.AppliedStep {
    fileprivate var row: Markdown {
        var why: Markdown = ""
        var took: Markdown = "\(Shown.seconds(seconds))"
        switch outcome {
        case .done: break
        case .failed(let reason, let hint):
            why += "\(reason)"
            if let hint { why += "<br>hint: \(hint)" }
        case .queued(let reason): why += "\(reason)"
        case .left(let reason), .notReached(let reason):
            why += "\(reason)"
            took = ""
        }
        return .row("\(outcome.shown)", "\(summary)", took, why)
    }
}
