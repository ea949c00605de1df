/// A text with wildcards: `*` for any characters, `?` for one.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
package struct Pattern: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case exactly(Character)
        case any
        case one
    }

    package var pieces: [Piece]

    /// Reads the wildcards of a text.
    package init(_ text: some StringProtocol) {
        pieces = text.map { $0 == "*" ? .any : $0 == "?" ? .one : .exactly($0) }
    }

    package init(pieces: [Piece]) { self.pieces = pieces }

    /// True when it stands for more than one text.
    package var isOpen: Bool { pieces.contains { $0 == .any || $0 == .one } }

    /// True when whatever the other pattern stands for is meant, as far as that shows; never true where it is not.
    package func covers(_ other: Pattern) -> Bool {
        // Nobody writes this character: what matches many of them, and none, in place of a wildcard matches anything.
        ["", Self.anything].allSatisfy { filling in
            matches(
                String(
                    other.pieces.flatMap { piece -> [Character] in
                        switch piece {
                        case .exactly(let character): [character]
                        case .any: Array(filling)
                        case .one: ["\u{1}"]
                        }
                    }))
        }
    }

    /// Stands for a text that nobody has named: only `*` matches it.
    package static let anything = String(repeating: "\u{1}", count: 64)

    /// Whether the text has a wildcard.
    static func isOpen(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// A text that the pattern matches, and no pattern that says less: each wildcard stands for what nobody has named.
    static func example(of pattern: String) -> String {
        guard isOpen(pattern) else { return pattern }
        return pattern.reduce(into: "") { $0 += $1 == "*" ? anything : $1 == "?" ? "\u{1}" : String($1) }
    }

    /// What every text begins with that the pattern matches.
    package var fixedStart: String { String(text.prefix { $0 != "*" && $0 != "?" }) }

    /// True when the whole text is meant.
    package func matches(_ text: some StringProtocol) -> Bool {
        Glob.matches(
            pieces[...], Array(text)[...], isAny: { $0 == .any }, means: { $0 == .one || $0 == .exactly($1) })
    }
}

/// Wildcards in a sequence of whatever a text is made of.
enum Glob {
    /// True when the pieces mean the whole text.
    ///
    /// - Parameters:
    ///   - isAny: Whether a piece means any number of elements.
    ///   - means: Whether another piece means this element.
    @inline(__always)
    static func matches<Pieces: RandomAccessCollection, Text: RandomAccessCollection>(
        _ pieces: Pieces, _ text: Text, isAny: (Pieces.Element) -> Bool, means: (Pieces.Element, Text.Element) -> Bool
    ) -> Bool where Pieces.Index == Int, Text.Index == Int {
        var (place, piece) = (text.startIndex, pieces.startIndex)
        var retry: (piece: Int, place: Int)?
        while place < text.endIndex {
            if piece < pieces.endIndex, isAny(pieces[piece]) {
                retry = (piece, place)
                piece += 1
            } else if piece < pieces.endIndex, means(pieces[piece], text[place]) {
                piece += 1
                place += 1
            } else if let last = retry {
                // What comes after the wildcard may begin one element later.
                retry = (last.piece, last.place + 1)
                (piece, place) = (last.piece + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy(isAny)
    }
}

/// An ARN with wildcards, each of which stays within its part.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
package struct ARNPattern: Hashable, Sendable {
    /// partition, service, region, account, resource after `arn`; nil for a text with fewer parts.
    private let parts: [Pattern]?
    private let whole: Pattern

    package init(_ pattern: Pattern) {
        whole = pattern
        let parts = pattern.pieces.split(
            separator: .exactly(":"), maxSplits: 5, omittingEmptySubsequences: false)
        self.parts = parts.count == 6 ? parts.map { Pattern(pieces: Array($0)) } : nil
    }

    package init(_ text: String) { self.init(Pattern(text)) }

    /// The six parts of an ARN.
    package static func parts(_ text: String) -> [String]? {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 6 ? parts : nil
    }

    /// Whether it has the parts of an ARN, or means every one.
    package var isComplete: Bool { parts != nil || whole.text == "*" }

    /// True when the ARN is meant; one wildcard alone means every ARN.
    package func matches(_ arn: String) -> Bool {
        guard let parts, let given = Self.parts(arn) else { return whole.matches(arn) }
        return zip(parts, given).allSatisfy { $0.matches($1) }
    }

    /// True when every ARN that the other pattern stands for is meant, as far as that shows.
    package func covers(_ other: ARNPattern) -> Bool {
        guard let parts, let theirs = other.parts else { return whole.covers(other.whole) }
        return zip(parts, theirs).allSatisfy { $0.covers($1) }
    }

    /// True when an ARN of an account that nobody has named can be meant: the account is open, or the ARN has none.
    package var meansOutsiders: Bool {
        guard let parts else { return whole.isOpen }
        return parts[4].isOpen || (parts[4].pieces.isEmpty && whole.isOpen)
    }
}
