import RecoveryModel

extension CostReport.Verdict {
    var word: String {
        switch self {
        case .within: "WITHIN BUDGET"
        case .over: "OVER BUDGET"
        case .unknown: "NOT KNOWN"
        case .unlimited: "NO BUDGET"
        }
    }

    var role: TextRole {
        switch self {
        case .within: .good
        case .over: .bad
        case .unknown: .unsure
        case .unlimited: .plain
        }
    }

    /// The verdict of pages whose colour it has.
    var style: String {
        switch self {
        case .within: "compliant"
        case .over: "violated"
        case .unknown, .unlimited: "incomplete"
        }
    }
}

extension CostReport.Policy {
    /// What it comes to, in one sentence.
    var sentence: String {
        let budget = budget.map { "its budget is \($0.shown)" } ?? "it has no budget"
        return "\(name) costs \(required.shown) a month with every requirement met; \(budget)"
    }

    /// The budget, and what the totals say of it.
    var budgetWords: String {
        guard let budget else { return verdict == .unlimited ? "none" : "none; something is not known" }
        return "\(budget.shown) a month: \(verdict.word.lowercased())"
    }

    /// Where growth leads, from today on.
    func outlook(from day: CalendarDay) -> String? {
        guard forecast.count > 1, let last = forecast.last else { return nil }
        let end = "\(last.shown) in \(CountText.of(forecast.count - 1, "month"))"
        guard let over = overBudgetInMonth, over > 0 else { return end }
        return "\(end); over the budget in month \(over), around \(day.adding(days: over * 365 / 12))"
    }
}

extension CostReport {
    var sentence: String {
        guard policies.count != 1 else { return policies[0].sentence }
        let over = policies.count { $0.verdict == .over }
        return "\(CountText.of(policies.count, "policy", plural: "policies")), \(over) over budget"
    }

    /// What to do about the verdict, most useful first: what saves most, or what has to be said.
    var advice: [String] {
        let concerned = policies.filter { $0.verdict == verdict }
        switch verdict {
        case .over:
            let savings = concerned.flatMap(\.targets).flatMap(\.variations).compactMap { variation -> (USD, String)? in
                guard let amount = variation.change.known, amount < .zero else { return nil }
                return (
                    amount, "\(variation.requirement), \(variation.from) → \(variation.to): \(amount.shown) a month"
                )
            }
            return savings.sorted { $0 < $1 }.prefix(3).map { "to save: \($0.1)" }
        case .unknown:
            let lines = concerned.flatMap(\.targets).flatMap { $0.required.items + ($0.now?.items ?? []) }
            var seen: Set<String> = []
            return (concerned.flatMap(\.unseen) + lines.compactMap(\.reason)).filter { seen.insert($0).inserted }
                .map { "not known: \($0)" }
        case .within, .unlimited: return []
        }
    }

    /// The days of the prices, and what is to be done about old ones.
    var priceWords: [String] {
        guard let dates = priceDates else { return ["No price was used"] }
        let span = dates.oldest == dates.newest ? "\(dates.oldest)" : "\(dates.oldest) to \(dates.newest)"
        var words = ["An estimate, by prices of \(span)"]
        if let daysOverdue {
            words.append(
                "Some prices are \(CountText.of(daysOverdue, "day")) old: check them, and pass newer ones with --prices FILE"
            )
        }
        if !unconfirmed.isEmpty {
            words.append(
                "No public source confirms \(CountText.of(unconfirmed.count, "price")): \(CountText.list(unconfirmed))")
        }
        return words
    }
}

extension CostReport.Target {
    /// A line of both states; nil in one that does not have it.
    struct Pair {
        var required: CostItem?
        var now: CostItem?

        /// Either, for what both say alike.
        var either: CostItem? { required ?? now }
    }

    /// The lines of a group.
    func pairs(of group: String) -> [Pair] {
        let mine = required.items.filter { $0.group == group }
        let theirs = (now?.items ?? []).filter { $0.group == group }
        let pairs = mine.map { item in Pair(required: item, now: theirs.first { $0.title == item.title }) }
        return pairs + theirs.filter { item in !mine.contains { $0.title == item.title } }.map { Pair(now: $0) }
    }

    /// Of both states, each once.
    var groups: [String] {
        required.groups + (now?.groups ?? []).filter { !required.groups.contains($0) }
    }

    /// `12.00 USD, now 3.10 USD`.
    func amounts(_ pair: Pair) -> (required: String, now: String?) {
        func shown(_ item: CostItem?) -> String {
            item.map { $0.known?.shown ?? "unknown" } ?? USD.zero.shown
        }
        return (shown(pair.required), now == nil ? nil : shown(pair.now))
    }

    func total(of group: String) -> String {
        let total = CostSheet.total(of: required.items.filter { $0.group == group }).shown
        guard let now else { return total }
        return "\(total), now \(CostSheet.total(of: now.items.filter { $0.group == group }).shown)"
    }
}

extension CostItem {
    /// The formula, or why there is none: `160.0 GB × 0.095 USD per GB-month`.
    var formula: String {
        if let reason { return reason }
        guard let item, let quantity, let price else { return basis }
        let shown =
            switch item.unit {
            case .gigabyteMonth, .gigabyte: Self.gigabytes(quantity)
            case .month, .thousandRequests: CountText.number(quantity)
            }
        return
            "\(shown) × \(price.amount.unrounded) per \(item.unit.shown)\(price.isConfirmed ? "" : " (not confirmed)"): \(basis)"
    }

    /// To one decimal, without floating point.
    private static func gigabytes(_ bytes: Int) -> String {
        let magnitude = bytes.magnitude
        let tenths = Int((magnitude >> 30) * 10 + ((magnitude & ((1 << 30) - 1)) * 10 + (1 << 29)) >> 30)
        return "\(bytes < 0 ? "-" : "")\(CountText.number(tenths / 10)).\(tenths % 10) GB"
    }
}
