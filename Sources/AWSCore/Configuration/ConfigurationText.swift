extension Character {
    /// White space inside a line of the shared files; a carriage return ends lines written on Windows.
    var isBlank: Bool { self == " " || self == "\t" || self == "\r" || self == "\u{0B}" || self == "\u{0C}" }
}

extension UInt8 {
    /// The characters allowed in the name of a property or section; names with others are ignored.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./%@:+".utf8.contains(self)
        }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The text without white space at both ends.
    var trimmingBlanks: Substring {
        let start = firstIndex { !$0.isBlank } ?? endIndex
        guard let last = lastIndex(where: { !$0.isBlank }) else { return self[endIndex...] }
        return self[start...last]
    }

    /// The text before and after the first `=`, trimmed; nil when there is none.
    var splitAtEquals: (name: Substring, value: Substring)? {
        guard let equals = firstIndex(of: "=") else { return nil }
        return (self[..<equals].trimmingBlanks, self[index(after: equals)...].trimmingBlanks)
    }

    /// The text without a comment, which begins at a `#` or `;` after white space or at the start of the value.
    var withoutComment: Substring {
        var previousIsBlank = true
        for index in indices {
            if previousIsBlank, self[index] == "#" || self[index] == ";" { return self[..<index].trimmingBlanks }
            previousIsBlank = self[index].isBlank
        }
        return trimmingBlanks
    }

    /// The words as a POSIX shell splits them: quotes and backslashes work, nothing is expanded. Nil with an unclosed
    /// quote.
    var shellWords: [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = self[...]
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("'", "'"), ("\"", "\""):
                quote = nil
            case (_, "'"):
                word = (word ?? "") + String(character)
            case ("\\", "\""):
                guard let escaped = rest.popFirst() else { return nil }
                word = (word ?? "") + ("\"\\$`".contains(escaped) ? String(escaped) : "\\\(escaped)")
            case (_, "\""):
                word = (word ?? "") + String(character)
            case ("'", _), ("\"", _):
                quote = character
                word = word ?? ""
            case ("\\", _):
                guard let escaped = rest.popFirst() else { return nil }
                word = (word ?? "") + String(escaped)
            case (_, _) where character.isBlank || character == "\n":
                if let finished = word { words.append(finished) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The text without white space and line ends at both ends, which files and services may add.
    var trimmingWhitespace: Substring {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[start...last]
    }
}
