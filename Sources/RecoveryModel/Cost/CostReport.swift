/// What recovery costs by policy and target, what each requirement adds, what it will come to, and whether that is within
/// the budget.
package struct CostReport: Hashable, Sendable {
    /// What the totals say of the budget.
    package enum Verdict: String, Sendable, CaseIterable {
        case within, over
        /// Something is not known, and what is known is within the budget.
        case unknown
        /// The policy has no budget, and everything is known.
        case unlimited
    }

    /// One requirement, changed.
    package struct Variation: Hashable, Sendable {
        /// Such as `kb-prod: retention`.
        package var requirement: String
        package var from: String
        package var to: String
        /// In a month.
        package var change: CostChange

        package init(requirement: String, from: String, to: String, change: CostChange) {
            self.requirement = requirement
            self.from = from
            self.to = to
            self.change = change
        }
    }

    /// A policy in one account and region.
    package struct Target: Hashable, Sendable {
        package var name: TargetName
        /// With every requirement met.
        package var required: CostSheet
        /// As AWS shows it; nil when AWS was not asked.
        package var now: CostSheet?
        package var variations: [Variation]
        /// Totals with every requirement met, by month from today on.
        package var forecast: [CostTotal]

        package init(
            name: TargetName, required: CostSheet, now: CostSheet?, variations: [Variation], forecast: [CostTotal]
        ) {
            self.name = name
            self.required = required
            self.now = now
            self.variations = variations
            self.forecast = forecast
        }
    }

    /// A policy in all of its targets.
    package struct Policy: Hashable, Sendable {
        package var name: String
        /// For a month; nil when the policy has none.
        package var budget: USD?
        package var targets: [Target]
        /// Places of the policy of which nothing is known, each with the reason.
        package var unseen: [String]

        package init(name: String, budget: USD?, targets: [Target], unseen: [String]) {
            self.name = name
            self.budget = budget
            self.targets = targets
            self.unseen = unseen
        }
    }

    package var at: Instant
    /// By name.
    package var policies: [Policy]
    /// What is supposed where AWS does not say.
    package var assumptions: [String]

    package init(at: Instant, policies: [Policy], assumptions: [String]) {
        self.at = at
        self.policies = policies.sorted { $0.name < $1.name }
        self.assumptions = assumptions
    }
}

extension CostReport.Policy {
    /// What the policy costs once every requirement is met.
    package var required: CostTotal { total(targets.map(\.required.total)) }

    /// What it costs as it is; nil when AWS was not asked.
    package var now: CostTotal? {
        let sheets = targets.compactMap(\.now)
        return sheets.isEmpty ? nil : total(sheets.map(\.total))
    }

    /// By month, from today on.
    package var forecast: [CostTotal] {
        let months = targets.map(\.forecast.count).max() ?? 0
        return (0..<months).map { month in
            total(targets.map { $0.forecast.indices.contains(month) ? $0.forecast[month] : .nothing })
        }
    }

    /// The first month of the forecast whose known part is over the budget; nil when there is none.
    package var overBudgetInMonth: Int? {
        budget.flatMap { budget in forecast.firstIndex { $0.known > budget } }
    }

    /// Over as soon as what is known is, now or with every requirement met.
    package var verdict: CostReport.Verdict {
        let totals = [required] + [now].compactMap(\.self)
        if let budget, totals.contains(where: { $0.known > budget }) { return .over }
        guard totals.allSatisfy(\.isComplete) else { return .unknown }
        return budget == nil ? .unlimited : .within
    }

    private func total(_ totals: [CostTotal]) -> CostTotal {
        var sum = totals.reduce(.nothing, +)
        if !unseen.isEmpty { sum.isComplete = false }
        return sum
    }
}

extension CostReport {
    /// The worst of all policies.
    package var verdict: Verdict {
        let all = policies.map(\.verdict)
        let order: [Verdict] = [.over, .unknown, .within]
        return order.first(where: all.contains) ?? .unlimited
    }

    /// The prices that any line uses, by day.
    private var prices: [Price] {
        let sheets = policies.flatMap(\.targets).flatMap { [$0.required] + [$0.now].compactMap(\.self) }
        return sheets.flatMap(\.items).compactMap(\.price)
    }

    /// The days of the oldest and the newest price that any line uses; nil without one.
    package var priceDates: (oldest: CalendarDay, newest: CalendarDay)? {
        let dates = prices.map(\.date)
        guard let oldest = dates.min(), let newest = dates.max() else { return nil }
        return (oldest, newest)
    }

    /// How many days old the oldest price is, when that is more than prices are good for.
    package var daysOverdue: Int? {
        guard let oldest = priceDates?.oldest else { return nil }
        let age = at.day.daysSinceEpoch - oldest.daysSinceEpoch
        return age > PriceTable.goodForDays ? age : nil
    }

    /// What has a price that no public source confirms, as files of prices name it, with the region; sorted.
    package var unconfirmed: [String] {
        let sheets = policies.flatMap(\.targets).flatMap { [$0.required] + [$0.now].compactMap(\.self) }
        let lines = sheets.flatMap(\.items).filter { $0.price?.isConfirmed == false }
        return Set(lines.compactMap { line in line.item.map { "\($0.rawValue) in \(line.region)" } }).sorted()
    }

    /// The pages and files that the prices come from, sorted.
    package var sources: [String] { Set(prices.map(\.source)).sorted() }
}
