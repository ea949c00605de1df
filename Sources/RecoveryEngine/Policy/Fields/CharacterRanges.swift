/// The inside of a regular expression's brackets: ranges and single characters of ASCII, a hyphen last.
struct CharacterRanges: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// As it is written in a pattern.
    let description: String
    /// A bit for each character: those below 64, and the rest.
    private let bits: (low: UInt64, high: UInt64)

    init(stringLiteral text: String) {
        description = text
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        var rest = text.utf8[...]
        while let first = rest.popFirst() {
            var last = first
            if rest.first == UInt8(ascii: "-"), rest.count > 1, let end = rest.dropFirst().first {
                last = end
                rest = rest.dropFirst(2)
            }
            for character in first...max(first, last) {
                if character < 64 { bits.low |= 1 << character } else { bits.high |= 1 << (character - 64) }
            }
        }
        self.bits = bits
    }

    func contains(_ character: Character) -> Bool {
        guard let ascii = character.asciiValue, ascii < 128 else { return false }
        return (ascii < 64 ? bits.low >> ascii : bits.high >> (ascii - 64)) & 1 == 1
    }
}
