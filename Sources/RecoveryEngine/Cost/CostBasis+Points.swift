import RecoveryModel

extension CostBasis.Points {
    /// One of each month.
    static func monthly(_ count: Int) -> CostBasis.Points {
        count == 0
            ? .nothing
            : CostBasis.Points(days: Array(repeating: Pricing.daysOfMonth, count: count), shown: "\(count) monthly")
    }

    /// What a plan of AWS Backup keeps.
    init(tiers: [BackupPlanPolicy.Tier]) {
        days = tiers.flatMap { tier in
            Array(repeating: tier.interval == .day ? 1 : Pricing.daysOfMonth, count: Self.count(tier))
        }
        shown = days.isEmpty ? "none" : CountText.list(tiers.map { "\(Self.count($0)) \($0.interval.adverb)" })
    }

    private static func count(_ tier: BackupPlanPolicy.Tier) -> Int {
        tier.interval == .day ? tier.keepDays : (tier.keepDays + Pricing.daysOfMonth - 1) / Pricing.daysOfMonth
    }

    /// Points that are there: each holds alone what changed until the next newer one, the newest until another chain
    /// begins. One of unknown age is supposed to hold a month's changes.
    ///
    /// - Parameter until: Where the other chain begins; nil without one.
    init(_ dates: [Instant?], until: Instant?, shown: String) {
        let known = dates.compactMap(\.self).sorted()
        days = known.indices.map { index in
            let next = known.indices.contains(index + 1) ? known[index + 1] : until ?? known[index]
            return max(0, Int(((next - known[index]) / 86_400).rounded(.up)))
        }
        days += Array(repeating: Pricing.daysOfMonth, count: dates.count - known.count)
        self.shown = dates.isEmpty ? "none" : shown
    }
}
