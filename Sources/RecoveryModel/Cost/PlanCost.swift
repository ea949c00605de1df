/// What the steps of a plan change of the monthly cost.
package struct PlanCost: Sendable, Hashable {
    package var change: CostChange
    /// What costs or saves something too and cannot be reckoned, for people; sorted.
    package var besides: [String]
    /// The day of the oldest price that it was reckoned by; nil when none was.
    package var pricesOf: CalendarDay?

    package init(change: CostChange, besides: [String], pricesOf: CalendarDay? = nil) {
        self.change = change
        self.pricesOf = pricesOf
        self.besides = Set(besides).sorted()
    }

    /// Such as `+4.10 USD by prices of 2026-11-01, besides what AWS Backup will keep`.
    package var shown: String {
        let more = besides.isEmpty ? "" : ", besides \(CountText.list(besides))"
        let day = pricesOf.map { " by prices of \($0)" } ?? ""
        return change.shown + day + more
    }
}
