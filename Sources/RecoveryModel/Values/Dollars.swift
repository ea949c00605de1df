/// US dollars for people.
package enum Dollars {
    /// Rounded up to the cent, so that no estimate is too low: `0.07 USD`, `1,204.50 USD`.
    package static func text(_ dollars: Double) -> String {
        let cents = Int((dollars * 100).rounded(.up))
        return "\(CountText.number(cents / 100)).\(cents % 100 < 10 ? "0" : "")\(cents % 100) USD"
    }
}
