package import RecoveryModel

extension Plan {
    package var markdown: String {
        var page: Markdown = "# \(headline.word): \(sentence)\n\n"
        page += "Policy \(.code(policy)), account \(.code(account)), \(.code(region)), \(at).\n"
        page += .advice(advice)
        if !steps.isEmpty {
            page += .heading(2, "Steps, in this order")
            page += "\n"
            for (index, step) in steps.enumerated() { page += step.markdown(number: index + 1) }
        }
        page += .violations(unfixable)
        page += .unknown(unknown)
        return page.text
    }
}

extension Step {
    fileprivate func markdown(number: Int) -> Markdown {
        var item: Markdown = "\(number). \(facts.line)\n"
        if let text = facts.disruption.text { item += "   - **disrupts**: \(text)\n" }
        if let text = facts.reversal.text { item += "   - **undo**: \(text)\n" }
        for part in facts.takesAway { item += "   - **replaces**: \(part)\n" }
        for reason in reasons {
            item +=
                "   - \(reason.title) (\(.code(reason.control))): required \(reason.required), observed \(reason.observed)\n"
        }
        return item
    }
}
