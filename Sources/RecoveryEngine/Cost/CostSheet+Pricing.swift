import AWSNames
import RecoveryModel

extension CostSheet {
    /// What a state costs in a month.
    init(_ basis: CostBasis, _ prices: PriceTable) {
        let pricing = Pricing(prices: prices, region: basis.region)
        self.init(
            pricing.databases(basis.databases) + basis.buckets.flatMap(pricing.items)
                + basis.things.map(pricing.item))
    }

    /// What the other sheet costs more; unknown as soon as a line that differs is not known.
    func change(to other: CostSheet) -> CostChange {
        var sum = USD.zero
        let mine = Dictionary(grouping: items, by: \.place)
        let theirs = Dictionary(grouping: other.items, by: \.place)
        for place in Set(mine.keys).union(theirs.keys).sorted() {
            let (before, after) = (mine[place] ?? [], theirs[place] ?? [])
            guard before != after else { continue }
            if let reason = (before + after).lazy.compactMap(\.reason).first { return .unknown(reason) }
            sum = sum + Self.total(of: after).known - Self.total(of: before).known
        }
        return .known(sum)
    }
}

extension CostItem {
    /// What makes it the same line in two sheets.
    var place: String { "\(group)\u{0}\(title)" }
}

/// Turns quantities into lines.
struct Pricing {
    let prices: PriceTable
    let region: Region

    /// A line of one item; a quantity of zero costs nothing, whatever the price.
    func line(
        _ group: String, _ title: String, _ quantity: Collected<Int>, _ item: BillingItem, basis: String,
        in place: Region? = nil
    ) -> CostItem {
        let place = place ?? region
        let price = prices[place, item]
        let amount: CostItem.Amount =
            switch (quantity, price) {
            case (.known(0), _): .known(.zero)
            case (.unavailable(let failure), _): .unknown(failure.reason)
            case (.known, nil): .unknown("the table has no price of \(item.rawValue) in \(place)")
            case (.known(let count), let price?): .known(price.amount.times(count, per: item.unit.size))
            }
        return CostItem(
            group: group, title: title, basis: basis, quantity: quantity.value, item: item, region: place, price: price,
            amount: amount)
    }

    func item(_ thing: CostBasis.Thing) -> CostItem {
        line(Self.shared, thing.title, thing.count, thing.item, basis: thing.basis, in: thing.region)
    }

    /// The group of what belongs to the policy as a whole.
    static let shared = "shared"
}
