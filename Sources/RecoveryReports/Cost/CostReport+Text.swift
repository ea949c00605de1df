import RecoveryModel

extension CostReport {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        page.add("\(verdict.word, verdict.role): \(sentence)", hang: 2)
        for line in advice { page.point("\(line)") }
        for line in priceWords { page.add("\(line)", hang: 2, role: .faint) }
        for policy in policies { page.policy(policy, at: at) }
        page.heading("What is supposed")
        for assumption in assumptions { page.point("\(assumption)") }
        return page.text
    }
}

extension TextPage {
    fileprivate mutating func policy(_ policy: CostReport.Policy, at instant: Instant) {
        heading("\(policy.name)")
        let width = 30
        item("every requirement met", width: width, "\(policy.required.shown, .strong) a month", indent: 2)
        if let now = policy.now { item("as it is now", width: width, "\(now.shown) a month", indent: 2) }
        item(
            "budget", width: width, "\(policy.budgetWords, policy.verdict.role)", indent: 2)
        if let outlook = policy.outlook(from: instant.day) { item("forecast", width: width, "\(outlook)", indent: 2) }
        for place in policy.unseen { add("not known: \(place)", indent: 2, hang: 4, role: .unsure) }
        for target in policy.targets { self.target(target) }
    }

    private mutating func target(_ target: CostReport.Target) {
        heading("\(target.name.shown)")
        for group in target.groups {
            add("\(group, .strong): \(target.total(of: group))", indent: 2, hang: 4)
            for pair in target.pairs(of: group) { self.pair(pair, of: target) }
        }
        guard !target.variations.isEmpty else { return }
        heading("What each requirement costs a month")
        for variation in target.variations { self.variation(variation) }
    }

    private mutating func pair(_ pair: CostReport.Target.Pair, of target: CostReport.Target) {
        guard let either = pair.either else { return }
        let (required, now) = target.amounts(pair)
        let role: TextRole = required == "unknown" ? .unsure : .plain
        let remark = now.map { $0 == required ? "" : " (now \($0))" } ?? ""
        amount(required, role, "\(either.title)\(remark)")
        detail("\(either.formula, .faint)")
    }

    private mutating func variation(_ variation: CostReport.Variation) {
        let text: TerminalText = "\(variation.requirement): \(variation.from) → \(variation.to)"
        switch variation.change {
        case .known: amount(variation.change.shown, .plain, text)
        case .unknown(let reason):
            amount("unknown", .unsure, text)
            detail("\(reason, .faint)")
        }
    }

    /// Where the words beside an amount begin.
    private static let column = 18

    /// An amount and what it is of; names that are too long for what is left of a line stand below it.
    private mutating func amount(_ amount: String, _ role: TextRole, _ text: TerminalText) {
        if fits(text) {
            item(amount, role: role, width: Self.column - 4, text, indent: 4)
        } else {
            add("\(amount)", indent: 4, role: role)
            detail(text)
        }
    }

    private mutating func detail(_ text: TerminalText) { add(text, indent: fits(text) ? Self.column : 6) }

    private func fits(_ text: TerminalText) -> Bool {
        text.words.allSatisfy { $0.reduce(0) { $0 + $1.text.count } <= layout.width - Self.column }
    }
}
