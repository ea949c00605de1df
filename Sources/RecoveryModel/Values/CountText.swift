/// Counts for people: `1 record`, `2 records`, `12,345 rows`.
package enum CountText {
    /// A number and its noun. An irregular plural is given: `of(2, "policy", plural: "policies")`.
    package static func of(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(number(count)) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// A number with its thousands separated.
    package static func number(_ count: Int) -> String {
        let digits = Array(String(count.magnitude))
        var text = count < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// Names in a sentence: `a`, `a and b`, `a, b and c`.
    package static func list(_ names: [String], _ conjunction: String = "and") -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "none" }
        return names.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
    }
}
