/// Finds the name that was probably meant.
package enum Spelling {
    /// A question for a hint; nil when no candidate is near enough.
    package static func hint(for word: String, in candidates: [String]) -> String? {
        nearest(to: word, in: candidates).map { "did you mean `\($0)`?" }
    }

    /// The candidate nearest to a word by edits, ignoring case; nil when none is near enough.
    package static func nearest(to word: String, in candidates: [String]) -> String? {
        // No name is this long, and computing the distance takes time proportional to the product of the lengths.
        guard word.count <= 40 else { return nil }
        let distances = candidates.map { (distance(word.lowercased(), $0.lowercased()), $0) }
        guard let (edits, nearest) = distances.min(by: { $0.0 < $1.0 }) else { return nil }
        return edits <= max(1, min(word.count, nearest.count) / 3) ? nearest : nil
    }

    /// Insertions, deletions, replacements and swaps of neighbours: the optimal string alignment distance.
    static func distance(_ left: String, _ right: String) -> Int {
        let (first, second) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
        var (older, previous) = ([Int](), Array(0...second.count))
        for row in 1...first.count {
            var current = [row]
            for column in 1...second.count {
                let isSame = first[row - 1] == second[column - 1]
                var edits = min(previous[column - 1] + (isSame ? 0 : 1), previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                    edits = min(edits, older[column - 2] + 1)
                }
                current.append(edits)
            }
            (older, previous) = (previous, current)
        }
        return previous[second.count]
    }
}
