import RecoveryModel

/// A checksum of a sample, `100000 -71 1:100`, and how much it proves.
struct CheckSample: Equatable {
    /// The number of rows in the sample.
    let rows: Int

    /// How an answer from a sample ends: it has one row in a hundred.
    static let mark = "1:100"

    /// Nil for an answer about all rows.
    init?(_ answer: String) {
        let words = answer.split(separator: " ")
        guard words.count == 3, words[2] == Self.mark, let rows = Int(words[0]) else { return nil }
        self.rows = rows
    }

    /// What agreement of all rows of the sample says about the others: at 95 %, at most three in the number of rows that
    /// were compared differ (the rule of three), as far as damage strikes rows independently.
    var confidence: String {
        guard rows > 3 else { return "a sample of \(CountText.of(rows, "row")), which says nothing about the others" }
        let partsInMillion = (3_000_000 + rows - 1) / rows
        let percent = "\(partsInMillion / 10_000).\(String(partsInMillion % 10_000 + 10_000).dropFirst())"
        return "a sample of \(CountText.of(rows, "row")): with 95 % confidence at most \(percent) % of all rows differ"
    }
}
