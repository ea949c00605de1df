extension TextPage {
    /// Adds a command line that can be pasted: where it is too long for a line it is continued as a shell reads it.
    mutating func command(_ command: String, indent: Int) {
        var lines = [""]
        for word in Self.words(command) {
            let room = layout.width - indent - (lines.count > 1 ? 4 : 0) - 2
            if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + 1 + word.count > room {
                lines[lines.count - 1] += " \\"
                lines.append("")
            }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        for (number, line) in lines.enumerated() { code(line, indent: indent + (number > 0 ? 4 : 0)) }
    }

    /// The words of a command, an option with its value, and what is quoted, in one.
    private static func words(_ command: String) -> [String] {
        var words = [""]
        var isQuoted = false
        for character in command {
            if character == "'" { isQuoted.toggle() }
            if character == " ", !isQuoted { words.append("") } else { words[words.count - 1].append(character) }
        }
        return words.reduce(into: []) { lines, word in
            if let last = lines.last, last.hasPrefix("--"), !last.contains(" "), !word.hasPrefix("--") {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
    }
}
