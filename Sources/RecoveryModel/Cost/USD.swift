/// US dollars in whole millionths: a price of 0.00099 USD is exact, and sums never drift.
package struct USD: Hashable, Sendable {
    /// Millionths of a dollar; negative for a saving.
    package let millionths: Int

    package init(millionths: Int) { self.millionths = millionths }

    /// Of an amount that a policy or a drill holds, to the nearest millionth.
    ///
    /// - Precondition: The amount is finite and below a billion.
    package init(_ dollars: Double) { self.init(millionths: Int((dollars * 1_000_000).rounded())) }

    package static let zero = USD(millionths: 0)

    /// Nil unless the text is digits with at most six decimals, below a million: `0.00099`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : "0"
        guard let whole = CalendarDay.number(Array(parts[0].utf8)), whole < 1_000_000, fraction.count <= 6,
            let decimals = CalendarDay.number(Array(fraction.utf8))
        else { return nil }
        let scale = (fraction.count..<6).reduce(1) { scale, _ in scale * 10 }
        self.init(millionths: whole * 1_000_000 + decimals * scale)
    }

    /// What a quantity costs, to the nearest millionth, half of one away from zero.
    ///
    /// - Parameters:
    ///   - quantity: In the smallest part of the unit, such as bytes.
    ///   - size: How many of those the price is for, such as the bytes of a gigabyte.
    package func times(_ quantity: Int, per size: Int) -> USD {
        let product = millionths.magnitude.multipliedFullWidth(by: quantity.magnitude)
        let unit = UInt(size)
        guard product.high < unit else { return USD(millionths: .max) }
        let (quotient, remainder) = unit.dividingFullWidth(product)
        let rounded = quotient + (remainder >= unit - remainder ? 1 : 0)
        let bounded = Int(min(rounded, UInt(Int.max)))
        return USD(millionths: (millionths < 0) != (quantity < 0) ? -bounded : bounded)
    }

    /// As JSON and price files write it: `4.1`.
    package var digits: String {
        let (whole, fraction) = (millionths.magnitude / 1_000_000, millionths.magnitude % 1_000_000)
        var text = String(fraction + 1_000_000).dropFirst()
        while text.last == "0" { text.removeLast() }
        return (millionths < 0 ? "-" : "") + String(whole) + (text.isEmpty ? "" : ".\(text)")
    }

    /// For people who calculate, to the cent and beyond it: `0.10 USD`, `0.00099 USD`.
    package var unrounded: String {
        let missing = max(0, 2 - (digits.split(separator: ".").dropFirst().first?.count ?? 0))
        let point = digits.contains(".") ? "" : "."
        return digits + point + String(repeating: "0", count: missing) + " USD"
    }

    /// For people, to the nearest cent: `4.10 USD`; what is less than half a cent is said to be.
    package var shown: String {
        if millionths != 0, millionths.magnitude < 5_000 { return "\(millionths < 0 ? "-" : "")<0.01 USD" }
        let cents = Int((millionths.magnitude + 5_000) / 10_000)
        let fraction = String(cents % 100 + 100).dropFirst()
        return "\(millionths < 0 ? "-" : "")\(CountText.number(cents / 100)).\(fraction) USD"
    }

    /// The same for a change: `+4.10 USD`.
    package var change: String { millionths > 0 ? "+\(shown)" : shown }
}

extension USD: Comparable {
    package static func < (left: USD, right: USD) -> Bool { left.millionths < right.millionths }

    package static func + (left: USD, right: USD) -> USD {
        let (sum, overflow) = left.millionths.addingReportingOverflow(right.millionths)
        return USD(millionths: overflow ? (left < .zero ? -.max : .max) : sum)
    }

    package static func - (left: USD, right: USD) -> USD { left + USD(millionths: -right.millionths) }
}
