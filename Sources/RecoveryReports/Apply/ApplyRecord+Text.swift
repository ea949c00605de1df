package import RecoveryModel

extension ApplyRecord: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(headline.word, headline.role): \(sentence)", hang: 2)
        let duration = Shown.seconds(finishedAt - startedAt)
        page.add("policy \(policy), account \(account), \(region), \(startedAt), took \(duration)", role: .faint)
        page.advice(advice)
        if !steps.isEmpty { page.heading("Steps") }
        for step in steps { page.step(step) }
        if let auditAfter, auditAfter.conclusion != .compliant {
            page.heading("Audit afterwards: \(auditAfter.sentence)")
            page.violations(AuditSummary(auditAfter.findings).violated)
            page.unknown(AuditSummary(auditAfter.findings).unknown)
        }
        return page.text
    }
}

extension TextPage {
    fileprivate mutating func step(_ step: ApplyRecord.AppliedStep) {
        let word = step.outcome.shown
        switch step.outcome {
        case .done:
            item(word, role: .good, width: 13, "\(step.summary) (\(Shown.seconds(step.seconds), .faint))", indent: 2)
        case .notReached: item(word, role: .unsure, width: 13, "\(step.summary)", indent: 2)
        case .failed(let reason, let hint):
            item(word, role: .bad, width: 13, "\(step.summary)", indent: 2)
            add("\(reason)", indent: 15)
            if let hint { item("hint:", width: 6, "\(hint)", indent: 15) }
            let unnamed = step.requestIDs.filter { !reason.contains($0) }
            if !unnamed.isEmpty { add("request \(unnamed.joined(separator: ", "))", indent: 15, role: .faint) }
        }
    }
}

extension ApplyRecord {
    var headline: (word: String, role: TextRole) {
        switch (conclusion, auditAfter?.conclusion) {
        case (.failed, _): ("FAILED", .bad)
        case (.applied, .violated?): ("VIOLATED", .bad)
        case (.applied, .compliant?): steps.isEmpty ? ("NOTHING TO CHANGE", .good) : ("APPLIED", .good)
        case (.applied, _): ("INCOMPLETE", .unsure)
        }
    }

    var sentence: String {
        let done = "\(count("done")) of \(AuditSummary.count(steps.count, "step")) done"
        let after =
            switch auditAfter?.conclusion {
            case .none: "no audit was made afterwards"
            case .compliant?: "the audit afterwards finds everything as required"
            case .violated?, .incomplete?: "the audit afterwards: \(auditAfter?.sentence ?? "")"
            }
        return "\(steps.isEmpty ? "no steps" : done); \(after)"
    }

    var advice: [(command: String?, reason: String)] {
        var advice: [(String?, String)] = []
        if conclusion == .failed {
            advice.append((nil, "fix what failed, as hinted below"))
            advice.append(("drctl apply", "plans again and makes only what is still missing"))
        } else if let auditAfter {
            advice = AuditSummary(auditAfter.findings).advice
        } else {
            advice.append(("drctl audit", "tells whether everything is as required now"))
        }
        return advice
    }
}

extension ApplyRecord.Outcome {
    /// For people.
    var shown: String { self == .notReached ? "not reached" : word }
}
