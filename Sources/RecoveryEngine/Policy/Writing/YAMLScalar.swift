import RecoveryModel

/// A text as YAML writes it: plain where every tool reads the same text, otherwise in double quotes.
enum YAMLScalar {
    static func text(_ text: String) -> String {
        isPlain(text) ? text : JSONValue.string(text).compact
    }

    /// True for what drctl reads as this text, or as the number, flag or time that it is, in and outside brackets.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.last != UInt8(ascii: ":") else { return false }
        guard text.utf8.allSatisfy(isHarmless) else { return false }
        if isLetter(first) { return !words.contains(text.lowercased()) }
        // Counts, durations, sizes and windows; other texts that begin with a digit are numbers or dates to some tools.
        return text == "0" || first != UInt8(ascii: "0") && text.wholeMatch(of: /[0-9]{1,9}[A-Za-z]{0,3}/) != nil
            || text.wholeMatch(of: /[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}/) != nil
    }

    /// What YAML takes for nothing, or for a flag where none is meant.
    private static let words: Set<String> = ["null", "yes", "no", "on", "off", "y", "n"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._/+=@:-".utf8.contains(byte)
    }
}
