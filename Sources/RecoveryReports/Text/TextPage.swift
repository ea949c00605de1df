/// Lines of text within a width.
struct TextPage {
    /// How many lines come together before they are written.
    private static let pieceSize = 200

    let layout: TextLayout
    private var lines: [String] = []
    /// Whether the page is empty or ends with an empty line.
    private var isAtGap = true

    init(_ layout: TextLayout) { self.layout = layout }

    /// The page, with a newline at its end, unless some of it is written already.
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// Writes what has come together, once it is much.
    mutating func passOn(to output: inout ReportOutput) {
        if lines.count > Self.pieceSize { finish(to: &output) }
    }

    /// Writes the rest.
    mutating func finish(to output: inout ReportOutput) {
        for line in lines { output.put(line + "\n") }
        lines.removeAll(keepingCapacity: true)
    }

    /// Adds an empty line, unless the page is empty or ends with one.
    mutating func gap() {
        if !isAtGap { append("") }
    }

    private mutating func append(_ line: String) {
        lines.append(line)
        isAtGap = line.isEmpty
    }

    /// Adds a heading after an empty line.
    mutating func heading(_ text: TerminalText) {
        gap()
        add(text, role: .strong)
    }

    /// Adds text that continues at the `hang` column when it is too long for a line.
    mutating func add(_ text: TerminalText, indent: Int = 0, hang: Int? = nil, role: TextRole = .plain) {
        var line = String(repeating: " ", count: indent)
        var column = indent
        var isEmpty = true
        for word in text.words {
            let length = word.reduce(0) { $0 + $1.text.count }
            if !isEmpty, column + 1 + length > layout.width {
                append(line)
                column = hang ?? indent
                line = String(repeating: " ", count: column)
                isEmpty = true
            }
            if !isEmpty {
                line += " "
                column += 1
            }
            line += word.map { layout.style.apply($0.role == .plain ? role : $0.role, to: $0.text) }.joined()
            column += length
            isEmpty = false
        }
        append(line)
    }

    /// Adds a line as it is, however long.
    mutating func code(_ line: String, indent: Int) {
        append(String(repeating: " ", count: indent) + layout.style.apply(.strong, to: line.visible))
    }

    /// Adds text beside a label that takes `labelWidth` columns.
    mutating func item(
        _ label: String, role: TextRole = .plain, width labelWidth: Int, _ text: TerminalText, indent: Int
    ) {
        let start = lines.count
        let column = indent + labelWidth
        add(text, indent: column)
        let padding = String(repeating: " ", count: max(1, labelWidth - label.count))
        lines[start] =
            String(repeating: " ", count: indent) + layout.style.apply(role, to: label) + padding
            + String(lines[start].dropFirst(column))
    }

    /// Adds an item of a list.
    mutating func point(_ text: TerminalText, indent: Int = 2) { item("-", width: 2, text, indent: indent) }
}
