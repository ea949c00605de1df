package import AWSNames

/// The price of one thing in one region.
package struct Price: Hashable, Sendable {
    /// For one unit of the item.
    package var amount: USD
    /// The day on which it was the price.
    package var date: CalendarDay
    /// The page or file that it comes from.
    package var source: String
    /// False for one of drctl's own that no public source was found for: it was entered from memory, and the source is the
    /// page that has to have it.
    package var isConfirmed: Bool

    package init(amount: USD, date: CalendarDay, source: String, isConfirmed: Bool = true) {
        self.amount = amount
        self.date = date
        self.source = source
        self.isConfirmed = isConfirmed
    }
}

/// Prices by region and item. What it does not have is not known, and never free.
package struct PriceTable: Sendable, Equatable {
    package private(set) var prices: [Region: [BillingItem: Price]]

    package init(_ prices: [Region: [BillingItem: Price]]) { self.prices = prices }

    package subscript(region: Region, item: BillingItem) -> Price? { prices[region]?[item] }

    /// The same table with what another one has in its place, line by line.
    package func overridden(by other: PriceTable) -> PriceTable {
        var table = self
        table.prices.merge(other.prices) { $0.merging($1) { _, theirs in theirs } }
        return table
    }

    /// So many days a price is good for: AWS changes list prices rarely, and then without notice.
    package static let goodForDays = 180
}
