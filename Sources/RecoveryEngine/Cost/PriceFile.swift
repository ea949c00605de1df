import AWSNames
import JSONWriting
package import RecoveryModel

/// Reads files of prices, in YAML or JSON: what somebody really pays, or newer list prices.
package enum PriceFile {
    /// The prices, or all reasons why the file is refused.
    ///
    /// - Parameter today: By UTC; nobody knows prices of a later day.
    package static func read(
        _ bytes: [UInt8], file: String, today: CalendarDay
    ) -> (table: PriceTable?, diagnostics: [Diagnostic]) {
        let text: String
        switch PolicyText.decode(bytes, file: file) {
        case .success(let decoded): text = decoded
        case .failure(let error): return (nil, [error.diagnostic])
        }
        let (root, problems) = YAMLReader.read(text, file: file)
        guard let root, !problems.hasErrors else {
            let isEmpty = problems.contains { $0.id == "empty-policy" }
            return (nil, isEmpty ? [empty(file)] : problems.sortedByPlace())
        }
        if case .scalar(let scalar) = root.content, scalar.isMissing || scalar.isNull { return (nil, [empty(file)]) }
        var reader = PolicyReader()
        var written = WrittenPrices()
        Record<WrittenPrices>.prices.read(root, FieldPath([]), &written, &reader)
        if written.date > today, let node = root["date"] {
            reader.report(
                Refusal(
                    "future-date", "`\(written.date)` has not come yet: today is \(today)",
                    hint: "write the day on which these were the prices"),
                at: FieldPath([]).appending("date"), node.location)
        }
        guard !reader.diagnostics.hasErrors else { return (nil, reader.diagnostics.sortedByPlace()) }
        let source = written.source ?? file
        let prices = written.prices.map { region, prices in
            (Region(region), prices.mapValues { Price(amount: $0, date: written.date, source: source) })
        }
        return (PriceTable(Dictionary(uniqueKeysWithValues: prices)), reader.diagnostics)
    }

    private static func empty(_ file: String) -> Diagnostic {
        Diagnostic(
            .error, id: "no-prices", "the file contains no prices", at: .init(file: file, line: 1, column: 1),
            hint: "docs/cost.md shows one")
    }
}

/// A file of prices as it is written.
struct WrittenPrices: Sendable {
    var date = CalendarDay(daysSinceEpoch: 0)
    var source: String?
    var prices: [String: [BillingItem: USD]] = [:]
}

extension Record<WrittenPrices> {
    static let prices = Record(fields: [
        .required("date", \.date, .day, "The day on which these were the prices, such as `2026-11-01`."),
        .constant("currency", "USD", "The currency of all prices."),
        .optional("source", \.source, .text(maximum: 256), "Where the prices come from."),
        .required(
            "prices", \.prices, .dictionary(of: .itemPrices, keys: .regionName), "The prices by region and item."),
    ])
}

extension Shape where Value == [BillingItem: USD] {
    /// A map with a key for each item, none of which is required.
    fileprivate static let itemPrices: Shape = {
        let record = Record<[BillingItem: USD]>(
            fields: BillingItem.allCases.map { item in
                .alternative(item.rawValue, \.[item], .price(per: item.unit), "For one \(item.unit.shown).")
            })
        return Shape(
            label: "map of prices", schema: record.schema,
            read: { node, path, reader in
                var prices: [BillingItem: USD] = [:]
                record.read(node, path, &prices, &reader)
                return prices
            }, show: { _, _, _ in })
    }()
}

extension Shape where Value == String {
    /// A region as the key of a map, of a part of the world and a direction that AWS has words for.
    fileprivate static let regionName = Shape(
        label: Shape<Region>.region.label, schema: Shape<Region>.region.schema,
        read: { node, path, reader in
            guard let region = Shape<Region>.region.read(node, path, &reader) else { return nil }
            let words = region.rawValue.split(separator: "-").dropLast().map(String.init)
            guard areas.contains(words.first ?? ""), directions.contains(words.last ?? "") else {
                reader.report(
                    Refusal(
                        "unknown-region", "`\(region)` is no region of AWS", hint: "write it as `us-east-1`"),
                    at: path, node.location)
                return nil
            }
            return region.rawValue
        }, show: { _, _, _ in })

    private static let areas: Set = ["af", "ap", "ca", "cn", "eu", "eusc", "il", "me", "mx", "sa", "us"]
    private static let directions: Set = [
        "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "central",
    ]
}

extension Shape where Value == USD {
    /// A price, such as `0.095 USD/GB-month`.
    static func price(per unit: BillingItem.Unit) -> Shape {
        let suffix = " USD/\(unit.rawValue)"
        return scalar(
            "price such as `0.095\(suffix)`",
            schema: .members(["type": .string("string"), "pattern": .string("^[0-9]+(\\.[0-9]{1,6})?\(suffix)$")]),
            print: { $0.digits + suffix }
        ) { scalar throws(Refusal) in
            let shown = scalar.text.prefix(40)
            let digits = scalar.text.prefix { $0.isASCII && ($0.isNumber || ".-".contains($0)) }
            if digits.hasPrefix("-") {
                throw Refusal(
                    "negative-price", "`\(shown)` is negative", detail: "AWS pays nobody for a backup.",
                    hint: "write the price itself, such as `\(digits.dropFirst())\(suffix)`")
            }
            // What follows the digits decides: of `1e-3` the digits alone are a thousand times too much.
            let isPower = "eE".contains(scalar.text.dropFirst(digits.count).first ?? " ")
            guard !isPower, let amount = USD(digits) else {
                throw Refusal(
                    "invalid-value", "`\(shown)` is not a price",
                    hint: "write dollars with at most six decimals, such as `0.095\(suffix)`")
            }
            guard scalar.text == digits + suffix else {
                let id = digits.count == scalar.text.count ? "missing-unit" : "wrong-unit"
                throw Refusal(id, "`\(shown)` is not a price for one \(unit.shown)", hint: "write `\(digits)\(suffix)`")
            }
            return amount
        }
    }
}
