import RecoveryModel

extension CostReport {
    package var markdown: String {
        var page: Markdown = "# Cost of recovery: \(verdict.word)\n\n"
        page += "\(sentence). \(priceWords.joined(separator: ". ")).\n"
        if !advice.isEmpty { page += "\n" }
        for line in advice { page += "- \(line)\n" }
        for policy in policies { page += policy.markdown(at: at) }
        page += .heading(2, "What is supposed")
        page += "\n"
        for assumption in assumptions { page += "- \(assumption)\n" }
        return page.text
    }
}

extension CostReport.Policy {
    fileprivate func markdown(at instant: Instant) -> Markdown {
        var page = Markdown.heading(2, "\(name)")
        page += .header("", "USD a month")
        page += .row("every requirement met", "\(required.shown)")
        if let now { page += .row("as it is now", "\(now.shown)") }
        page += .row("budget", "\(budgetWords)")
        if let outlook = outlook(from: instant.day) { page += .row("forecast", "\(outlook)") }
        for place in unseen { page += .row("not known", "\(place)") }
        for target in targets { page += target.markdown }
        return page
    }
}

extension CostReport.Target {
    fileprivate var markdown: Markdown {
        var page = Markdown.heading(3, "\(name.shown)")
        page += .header(["Of", "What", "Required"] + (now == nil ? [] : ["Now"]) + ["How"])
        for group in groups {
            for pair in pairs(of: group) {
                guard let either = pair.either else { continue }
                let (required, now) = amounts(pair)
                let cells: [Markdown] = [.code(group), "\(either.title)", "\(required)"]
                page += .row(cells + [now].compactMap { $0 }.map { "\($0)" } + ["\(either.formula)"])
            }
        }
        guard !variations.isEmpty else { return page }
        page += .header("Requirement", "From", "To", "A month")
        for variation in variations {
            page += .row(
                "\(variation.requirement)", "\(variation.from)", "\(variation.to)", "\(variation.change.shown)")
        }
        return page
    }
}
