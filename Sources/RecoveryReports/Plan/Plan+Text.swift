import RecoveryModel

extension Plan {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        for (index, step) in steps.enumerated() {
            page.step(step, number: index + 1)
            page.passOn(to: &output)
        }
        if !unfixable.isEmpty {
            page.heading("Not fixed by any step")
            page.violations(unfixable, &output)
        }
        page.unknown(unknown, &output)
        page.orphans(orphans)
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
        if let manager = step.manager {
            item(
                "managed:", role: .unsure, width: 10, "by \(manager), which may undo it with its next deployment",
                indent: 6)
        }
        for part in step.weakens { item("weakens:", role: .bad, width: 10, "\(part)", indent: 6) }
        for part in step.disturbs { item("others:", role: .bad, width: 10, "\(part)", indent: 6) }
        for part in step.facts.takesAway { item("replaces:", role: .unsure, width: 10, "\(part)", indent: 6) }
        for reason in step.reasons {
            item("because", role: .faint, width: 10, "\(reason.title)", indent: 6)
            add("\(reason.control, .faint): required \(reason.required), observed \(reason.observed)", indent: 16)
        }
    }
}
