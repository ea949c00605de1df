/// US dollars for people.
package enum Dollars {
    /// `0.07 USD`.
    package static func text(_ dollars: Double) -> String {
        let cents = Int((dollars * 100).rounded(.up))
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) USD"
    }
}
