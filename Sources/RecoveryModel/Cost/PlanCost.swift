/// What the steps of a plan change of the monthly cost.
package struct PlanCost: Sendable, Hashable {
    package var change: CostChange
    /// What costs or saves something too and cannot be reckoned, for people; sorted.
    package var besides: [String]

    package init(change: CostChange, besides: [String]) {
        self.change = change
        self.besides = Set(besides).sorted()
    }

    /// Such as `+4.10 USD, besides what AWS Backup keeps`.
    package var shown: String {
        let more = besides.isEmpty ? "" : ", besides \(CountText.list(besides))"
        return change.shown + more
    }
}
