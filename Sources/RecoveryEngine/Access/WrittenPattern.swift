/// Matching by a pattern as it is written, with the answers of `Pattern` and `ARNPattern`.
///
/// The policies of a large account are asked a million times whether one text is meant by another, and most texts have no
/// wildcard: taking each apart into characters would be the largest part of an audit.
enum WrittenPattern {
    /// Whether the whole text is meant.
    static func matches(_ wanted: String, _ text: String) -> Bool {
        guard hasWildcards(wanted) else { return wanted == text }
        return ascii(wanted, text, glob) ?? Pattern(wanted).matches(text)
    }

    /// Whether the ARN is meant, each wildcard staying within its part; one wildcard alone means every ARN.
    static func matches(arn wanted: String, _ arn: String) -> Bool {
        guard hasWildcards(wanted) else { return wanted == arn }
        let met = ascii(wanted, arn) { wanted, arn in
            guard let parts = parts(wanted), let given = Self.parts(arn) else { return glob(wanted, arn) }
            return zip(parts, given).allSatisfy { glob(wanted[$0], arn[$1]) }
        }
        return met ?? ARNPattern(wanted).matches(arn)
    }

    /// Whether it has the parts of an ARN, or means every one.
    static func isCompleteARN(_ wanted: String) -> Bool {
        wanted == "*" || wanted.utf8.count { $0 == UInt8(ascii: ":") } >= 5
    }

    /// Whether some text is meant by both patterns.
    static func overlap(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.lowercased().utf8), Array(right.lowercased().utf8))
        let (any, one) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
        // Whether what is left of both has a text in common, from the end.
        var row = [Bool](repeating: false, count: right.count + 1)
        for start in (0...left.count).reversed() {
            var next = [Bool](repeating: false, count: right.count + 1)
            for other in (0...right.count).reversed() {
                let (mine, theirs) = (left.dropFirst(start).first, right.dropFirst(other).first)
                if mine == nil, theirs == nil {
                    next[other] = true
                } else if mine == any {
                    next[other] = row[other] || theirs != nil && next[other + 1]
                } else if theirs == any {
                    next[other] = next[other + 1] || mine != nil && row[other]
                } else if let mine, let theirs {
                    next[other] = (mine == theirs || mine == one || theirs == one) && row[other + 1]
                }
            }
            row = next
        }
        return row[0]
    }

    static func hasWildcards(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    // MARK: - Bytes

    private typealias Bytes = UnsafeBufferPointer<UInt8>
    private typealias Piece = Slice<UnsafeBufferPointer<UInt8>>

    /// Compares two texts byte by byte; nil where a character may have several.
    private static func ascii(_ wanted: String, _ text: String, _ match: (Piece, Piece) -> Bool) -> Bool? {
        var (wanted, text) = (wanted, text)
        return wanted.withUTF8 { wanted in
            text.withUTF8 { text in
                guard isPlain(wanted), isPlain(text) else { return nil }
                return match(wanted[...], text[...])
            }
        }
    }

    /// A carriage return and the line feed after it are one character.
    private static func isPlain(_ bytes: Bytes) -> Bool { bytes.allSatisfy { $0 < 0x80 && $0 != 0x0D } }

    /// The six parts of an ARN.
    private static func parts(_ arn: Piece) -> [Range<Int>]? {
        var parts: [Range<Int>] = []
        var start = arn.startIndex
        for index in arn.indices where parts.count < 5 && arn[index] == UInt8(ascii: ":") {
            parts.append(start..<index)
            start = index + 1
        }
        guard parts.count == 5 else { return nil }
        return parts + [start..<arn.endIndex]
    }

    private static func glob(_ pattern: Piece, _ text: Piece) -> Bool {
        let (any, one) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
        return Glob.matches(pattern, text, isAny: { $0 == any }, means: { $0 == one || $0 == $1 })
    }
}
