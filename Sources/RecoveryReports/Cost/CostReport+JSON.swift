import JSONWriting
import RecoveryModel

extension CostReport {
    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/cost/v1"), ("verdict", .string(verdict.rawValue)), ("at", .text(at)),
            (
                "prices",
                .object([
                    ("oldest", .text(priceDates?.oldest)), ("newest", .text(priceDates?.newest)),
                    ("goodForDays", .integer(PriceTable.goodForDays)),
                    ("daysOverdue", daysOverdue.map { .integer($0) } ?? .null), ("sources", .list(sources)),
                    ("unconfirmed", .list(unconfirmed)),
                ])
            ),
            ("policies", .array(policies.map(\.orderedJSON))), ("assumptions", .list(assumptions)),
        ]).document
    }
}

extension CostReport.Policy {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("policy", .string(name)), ("verdict", .string(verdict.rawValue)), ("budgetUSD", .money(budget)),
            ("required", required.orderedJSON), ("now", now?.orderedJSON ?? .null),
            ("forecast", .array(forecast.map(\.orderedJSON))),
            ("overBudgetInMonth", overBudgetInMonth.map { .integer($0) } ?? .null), ("unseen", .list(unseen)),
            ("targets", .array(targets.map(\.orderedJSON))),
        ])
    }
}

extension CostReport.Target {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("account", .text(name.account)), ("region", .text(name.region)),
            ("required", required.total.orderedJSON), ("now", now?.total.orderedJSON ?? .null),
            ("requiredLines", .array(required.items.map(\.orderedJSON))),
            ("nowLines", now.map { .array($0.items.map(\.orderedJSON)) } ?? .null),
            (
                "requirements",
                .array(
                    variations.map { variation in
                        .object([
                            ("requirement", .string(variation.requirement)), ("from", .string(variation.from)),
                            ("to", .string(variation.to)), ("changeUSD", .money(variation.change.known)),
                            ("reason", .text(variation.change.reason)),
                        ])
                    })
            ),
        ])
    }
}

extension CostTotal {
    /// What is known, and whether that is all.
    fileprivate var orderedJSON: OrderedJSON {
        .object([("knownUSD", .money(known)), ("complete", .bool(isComplete))])
    }
}

extension CostItem {
    fileprivate var orderedJSON: OrderedJSON {
        .object([
            ("group", .string(group)), ("title", .string(title)), ("monthlyUSD", .money(known)),
            ("reason", .text(reason)),
            ("quantity", quantity.map { .integer($0) } ?? .null), ("item", .text(item?.rawValue)),
            ("unit", .text(item?.unit.rawValue)), ("unitSize", item.map { .integer($0.unit.size) } ?? .null),
            ("priceUSD", .money(price?.amount)), ("priceDate", .text(price?.date)), ("source", .text(price?.source)),
            ("confirmed", price.map { .bool($0.isConfirmed) } ?? .null), ("region", .text(region)),
            ("basis", .string(basis)),
        ])
    }
}

extension CostChange {
    var known: USD? { if case .known(let amount) = self { amount } else { nil } }

    var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }
}

extension OrderedJSON {
    /// US dollars to the millionth.
    static func money(_ amount: USD?) -> OrderedJSON { amount.map { .decimal($0.digits) } ?? .null }
}
