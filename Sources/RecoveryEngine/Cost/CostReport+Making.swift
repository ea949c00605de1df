package import RecoveryModel

extension CostReport.Target {
    /// What a target costs.
    ///
    /// - Parameter isSeen: Whether AWS was asked; without it nothing is said of what there is now.
    package init(
        _ context: ControlContext, _ name: TargetName, _ sizes: StorageSizes, _ prices: PriceTable, isSeen: Bool
    ) {
        let basis = CostBasis(required: context, sizes, isSeen: isSeen)
        let required = CostSheet(basis, prices)
        self.init(
            name: name, required: required,
            now: isSeen ? CostSheet(CostBasis(observed: context, sizes), prices) : nil,
            variations: CostVariations(basis, required, prices, context.policy).all,
            forecast: (0...Self.months).map { CostSheet(basis.grown(by: $0), prices).total })
    }

    /// How far the forecast goes.
    private static let months = 12
}

extension StorageSizes {
    /// What the figures suppose, for people.
    package var assumptions: [String] {
        let changes = changes.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
        let growth = growth.sorted { $0.key < $1.key }.map { name, size in
            "\(ByteCount(bytes: size.bytes).shown) a month of \(name) (\(size.origin))"
        }
        return [
            "AWS does not report the size of RDS's automated backups: they are reckoned as the data once, and what changes "
                + "on each day of the retention",
            "\(change) of the data changes in a day" + (changes.isEmpty ? "" : ", but \(CountText.list(changes))"),
            growth.isEmpty ? "nothing grows (--growth NAME=SIZE/month)" : "growth: \(CountText.list(growth))",
            "the free backup storage of a region is shared by the policy's databases alone; AWS's other free tiers are not "
                + "deducted",
            "a drill keeps what it restores for as long as the RTO, at us-east-1's price and a third",
            "not counted: notifications, API calls, custom metrics, retrievals, and traffic to the internet",
        ]
    }
}
