import RecoveryModel

/// How much of a report still fits into a place of limited size, and what did not.
struct OutputBounds {
    private(set) var room: Int
    /// Blocks of which only the heading was written.
    private(set) var shortened = 0
    /// Pieces that were left out.
    private(set) var omitted = 0

    init(room: Int) { self.room = room }

    /// Whether the text is to be written; after the first that is not, none is.
    mutating func takes(_ text: String) -> Bool {
        guard omitted == 0, text.utf8.count <= room else {
            omitted += 1
            return false
        }
        room -= text.utf8.count
        return true
    }

    /// The whole of a block, or its heading, or nil when not even that fits.
    mutating func takes(_ text: String, orShort short: String) -> String? {
        if omitted == 0, text.utf8.count > room, short.utf8.count <= room {
            shortened += 1
            room -= short.utf8.count
            return short
        }
        return takes(text) ? text : nil
    }

    /// What was cut, for the end of the report; nil for nothing.
    var remark: String? {
        guard shortened + omitted > 0 else { return nil }
        var parts: [String] = []
        if shortened > 0 { parts.append("\(CountText.of(shortened, "resource")) without details") }
        if omitted > 0 { parts.append("\(CountText.of(omitted, "part")) left out from here on") }
        return "Cut to fit into a comment of a pull request: \(parts.joined(separator: ", "))"
    }
}

extension ReportOutput {
    /// From now on Markdown is written only as far as it fits.
    ///
    /// - Parameter reserve: Kept back for what `writeClosing` says.
    mutating func limit(to longest: Int, reserve: Int) { bounds = OutputBounds(room: longest - reserve) }

    /// Writes Markdown, if it still fits.
    mutating func write(markdown: Markdown) {
        if bounds?.takes(markdown.text) ?? true { put(markdown.text) }
    }

    /// Writes a block, or only its heading when the whole does not fit.
    mutating func write(_ block: Markdown, orShort short: Markdown) {
        guard bounds != nil else { return put(block.text) }
        if let text = bounds?.takes(block.text, orShort: short.text) { put(text) }
    }

    /// Writes the last line, and before it what was cut.
    mutating func writeClosing(_ closing: String?) {
        if let remark = bounds?.remark {
            put(("\n**\(remark)**; \(.code("drctl plan")) shows all of it.\n" as Markdown).text)
        }
        if let closing { put(("\n**\(closing)**\n" as Markdown).text) }
    }
}
