package import RecoveryModel

extension Plan: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(headline.word, headline.role): \(sentence)", hang: 2)
        page.add("policy \(policy), account \(account), \(region), \(at)", role: .faint)
        page.advice(advice)
        for (index, step) in steps.enumerated() { page.step(step, number: index + 1) }
        if !unfixable.isEmpty {
            page.heading("Not fixed by any step")
            page.violations(unfixable)
        }
        page.unknown(unknown)
        return page.text
    }
}

extension TextPage {
    fileprivate mutating func step(_ step: Step, number: Int) {
        if number == 1 { heading("Steps, in this order") }
        item("\(number).", width: 4, "\(step.facts.line)", indent: 2)
        if let disruption = step.facts.disruption.text {
            item("disrupts:", role: .unsure, width: 10, "\(disruption)", indent: 6)
        }
        if let reversal = step.facts.reversal.text {
            item("undo:", role: .unsure, width: 10, "\(reversal)", indent: 6)
        }
        for part in step.facts.takesAway { item("replaces:", role: .unsure, width: 10, "\(part)", indent: 6) }
        for reason in step.reasons {
            item("because", role: .faint, width: 10, "\(reason.title)", indent: 6)
            add("\(reason.control, .faint): required \(reason.required), observed \(reason.observed)", indent: 16)
        }
    }
}

extension Plan {
    var headline: (word: String, role: TextRole) {
        if !steps.isEmpty { return ("CHANGES", .unsure) }
        if !unfixable.isEmpty { return ("VIOLATED", .bad) }
        return unknown.isEmpty ? ("NOTHING TO CHANGE", .good) : ("INCOMPLETE", .unsure)
    }

    var sentence: String {
        var parts: [String] = []
        if !steps.isEmpty {
            let disruptive = steps.count { $0.facts.disruption != .none }
            parts.append(
                AuditSummary.count(steps.count, "step") + (disruptive > 0 ? ", \(disruptive) of them disruptive" : ""))
        }
        let replacing = steps.count { !$0.facts.takesAway.isEmpty }
        if replacing > 0 {
            parts.append(
                "\(AuditSummary.count(replacing, "step")) that replace\(replacing == 1 ? "s" : "") or remove"
                    + "\(replacing == 1 ? "s" : "") something that drctl did not make")
        }
        if !unfixable.isEmpty { parts.append("\(AuditSummary.count(unfixable.count, "violation")) that no step fixes") }
        if !unknown.isEmpty {
            parts.append("\(AuditSummary.count(unknown.count, "requirement")) that could not be checked")
        }
        return parts.isEmpty ? "everything is as the policy requires" : parts.joined(separator: ", ")
    }

    var advice: [(command: String?, reason: String)] {
        var advice: [(String?, String)] = []
        if !steps.isEmpty { advice.append(("drctl apply", "makes exactly these changes, then audits again")) }
        if !unfixable.isEmpty {
            let them = AuditSummary.count(unfixable.count, "violation")
            advice.append((nil, "\(them) must be fixed manually, as described below"))
        }
        if !unknown.isEmpty {
            advice.append((nil, "fix the causes of what could not be checked, then plan again"))
        }
        return advice
    }
}
