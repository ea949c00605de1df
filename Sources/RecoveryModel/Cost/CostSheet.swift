package import AWSNames

/// One line of what something costs in a month.
package struct CostItem: Hashable, Sendable {
    /// The amount, or why nobody can say it.
    package enum Amount: Hashable, Sendable {
        case known(USD)
        case unknown(String)
    }

    /// What it belongs to: a database, a bucket, or `shared`.
    package var group: String
    /// The same for every state of the same thing.
    package var title: String
    /// How the quantity was got, for people.
    package var basis: String
    /// In the smallest part of the item's unit; nil when it is not known, or has none.
    package var quantity: Int?
    /// Nil for what is estimated as a whole.
    package var item: BillingItem?
    package var region: Region
    package var price: Price?
    package var amount: Amount

    package init(
        group: String, title: String, basis: String, quantity: Int?, item: BillingItem?, region: Region, price: Price?,
        amount: Amount
    ) {
        self.group = group
        self.title = title
        self.basis = basis
        self.quantity = quantity
        self.item = item
        self.region = region
        self.price = price
        self.amount = amount
    }

    /// Nil when it is not known.
    package var known: USD? { if case .known(let amount) = amount { amount } else { nil } }

    /// Why it is not known; nil when it is.
    package var reason: String? { if case .unknown(let reason) = amount { reason } else { nil } }
}

/// What all lines come to; with one that is not known, at least so much.
package struct CostTotal: Hashable, Sendable {
    package var known: USD
    package var isComplete: Bool

    package init(known: USD, isComplete: Bool) {
        self.known = known
        self.isComplete = isComplete
    }

    package static let nothing = CostTotal(known: .zero, isComplete: true)

    package static func + (left: CostTotal, right: CostTotal) -> CostTotal {
        CostTotal(known: left.known + right.known, isComplete: left.isComplete && right.isComplete)
    }

    /// Such as `at least 4.10 USD`.
    package var shown: String { isComplete ? known.shown : "at least \(known.shown)" }
}

/// What one state of a target costs in a month, line by line.
package struct CostSheet: Hashable, Sendable {
    /// By group in the order in which they were found: databases, buckets, then what is shared.
    package var items: [CostItem]

    package init(_ items: [CostItem]) { self.items = items }

    package var total: CostTotal { Self.total(of: items) }

    /// The groups, each once, in order.
    package var groups: [String] {
        var seen: Set<String> = []
        return items.map(\.group).filter { seen.insert($0).inserted }
    }

    package static func total(of items: [CostItem]) -> CostTotal {
        CostTotal(
            known: items.compactMap(\.known).reduce(.zero, +), isComplete: items.allSatisfy { $0.known != nil })
    }
}

/// What a change would cost each month, or why nobody can say.
package enum CostChange: Hashable, Sendable {
    case known(USD)
    case unknown(String)

    package var shown: String {
        switch self {
        case .known(.zero): "no change"
        case .known(let amount): amount.change
        case .unknown(let reason): "unknown: \(reason)"
        }
    }
}
