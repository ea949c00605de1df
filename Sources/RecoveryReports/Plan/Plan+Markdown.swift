import RecoveryModel

extension Plan {
    func writeMarkdown(level: Int, to output: inout ReportOutput) {
        if !steps.isEmpty {
            output.write(markdown: .heading(level, "Steps, in this order"))
            output.write(markdown: "\n")
            for (index, step) in steps.enumerated() { output.write(markdown: step.markdown(number: index + 1)) }
        }
        output.writeViolations(unfixable, level: level)
        output.writeUnknown(unknown, level: level)
        output.write(orphans, level: level)
    }
}

extension Step {
    fileprivate func markdown(number: Int) -> Markdown {
        var item: Markdown = "\(number). \(facts.line)\n"
        if let text = facts.disruption.text { item += "   - **disrupts**: \(text)\n" }
        if let text = facts.reversal.text { item += "   - **undo**: \(text)\n" }
        if let manager { item += "   - **managed** by \(manager), which may undo it with its next deployment\n" }
        for part in weakens { item += "   - **weakens**: \(part)\n" }
        for part in disturbs { item += "   - **others**: \(part)\n" }
        for part in facts.takesAway { item += "   - **replaces**: \(part)\n" }
        for reason in reasons {
            item +=
                "   - \(reason.title) (\(.code(reason.control))): required \(reason.required), observed \(reason.observed)\n"
        }
        return item
    }
}
