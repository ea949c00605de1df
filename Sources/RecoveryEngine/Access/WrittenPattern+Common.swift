extension WrittenPattern {
    /// A text that both patterns mean, and as few others as possible: where both leave it open, it is what nobody has named.
    /// Nil where no text is meant by both.
    static func common(_ left: String, _ right: String) -> String? {
        // Most patterns differ before their first wildcard.
        let starts = (fixedStart(left), fixedStart(right))
        guard starts.0.starts(with: starts.1) || starts.1.starts(with: starts.0) else { return nil }
        var search = CommonText(left: Array(left), right: Array(right))
        return search.text(from: 0, 0)
    }

    /// The same of ARNs, whose wildcards stay within their parts; one wildcard alone means every ARN.
    private static func common(arn left: String, _ right: String) -> String? {
        guard let mine = ARNPattern.parts(left), let theirs = ARNPattern.parts(right) else {
            return common(left, right)
        }
        var parts: [String] = []
        for (one, other) in zip(mine, theirs) {
            guard let part = common(one, other) else { return nil }
            parts.append(part)
        }
        return parts.joined(separator: ":")
    }

    /// One text for each of the patterns that mean something that the whole one means too, and one that stands for most of
    /// the latter.
    static func examples(of whole: String, within patterns: [String]) -> [String] {
        var seen: Set<String> = []
        return ([Pattern.example(of: whole)] + patterns.compactMap { common(arn: whole, $0) })
            .filter { seen.insert($0).inserted }
    }

    private static func fixedStart(_ text: String) -> Substring.UTF8View {
        text.utf8.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }
    }
}

/// Looks for a text along two patterns at once.
private struct CommonText {
    let left: [Character]
    let right: [Character]
    /// Places in both from which there is no way to both ends.
    private var closed: Set<[Int]> = []

    init(left: [Character], right: [Character]) {
        self.left = left
        self.right = right
    }

    /// What is meant by what is left of both patterns; nil where nothing is.
    mutating func text(from mine: Int, _ theirs: Int) -> String? {
        let (one, other) = (left[mine...].first, right[theirs...].first)
        if one == nil, other == nil { return "" }
        guard !closed.contains([mine, theirs]) else { return nil }
        let found: String?
        switch (one, other) {
        case ("*"?, "*"?):
            found = (text(from: mine, theirs + 1) ?? text(from: mine + 1, theirs)).map { Pattern.anything + $0 }
        case ("*"?, let other):
            found = other.flatMap { meant(by: $0, text(from: mine, theirs + 1)) } ?? text(from: mine + 1, theirs)
        case (let one, "*"?):
            found = one.flatMap { meant(by: $0, text(from: mine + 1, theirs)) } ?? text(from: mine, theirs + 1)
        case (let one?, let other?) where one == other || one == "?" || other == "?":
            found = meant(by: one == "?" ? other : one, text(from: mine + 1, theirs + 1))
        default: found = nil
        }
        if found == nil { closed.insert([mine, theirs]) }
        return found
    }

    private func meant(by character: Character, _ rest: String?) -> String? {
        rest.map { (character == "?" ? "\u{1}" : String(character)) + $0 }
    }
}
