import RecoveryModel

extension ApplyRecord {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        if !steps.isEmpty { page.heading("Steps") }
        for step in steps {
            page.step(step)
            page.passOn(to: &output)
        }
        if let auditAfter, auditAfter.conclusion != .compliant {
            page.heading("Audit afterwards: \(auditAfter.sentence)")
            page.violations(auditAfter.findings, &output)
            page.unknown(auditAfter.findings, &output)
        }
    }
}

extension TextPage {
    fileprivate mutating func step(_ step: ApplyRecord.AppliedStep) {
        let word = step.outcome.shown
        switch step.outcome {
        case .done:
            item(word, role: .good, width: 13, "\(step.summary) (\(Shown.seconds(step.seconds), .faint))", indent: 2)
        case .queued(let reason), .left(let reason), .notReached(let reason):
            item(word, role: .unsure, width: 13, "\(step.summary)", indent: 2)
            add("\(reason)", indent: 15)
        case .failed(let reason, let hint):
            item(word, role: .bad, width: 13, "\(step.summary)", indent: 2)
            add("\(reason)", indent: 15)
            if let hint { item("hint:", width: 6, "\(hint)", indent: 15) }
            let unnamed = step.requestIDs.filter { !reason.contains($0) }
            if !unnamed.isEmpty { add("request \(unnamed.joined(separator: ", "))", indent: 15, role: .faint) }
        }
    }
}

extension ApplyRecord.Outcome {
    /// For people.
    var shown: String { if case .notReached = self { "not reached" } else { word } }
}
