/// GitHub-flavoured Markdown: interpolated values are escaped, and literals of the source code stay as they are.
///
/// https://github.github.com/gfm/#backslash-escapes
struct Markdown: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    static func += (left: inout Markdown, right: Markdown) { left.text += right.text }

    /// A name or value in a span of code, where neither markup nor mentions work.
    static func code(_ value: some CustomStringConvertible) -> Markdown {
        let content = value.description.visible
        // A backtick cannot be escaped inside a code span, nor a bar in the table cells of every renderer.
        guard !content.isEmpty, !content.contains(where: { $0 == "`" || $0 == "|" }) else { return "\(content)" }
        return Markdown(stringLiteral: "`\(content)`")
    }

    /// A row of a table.
    static func row(_ cells: Markdown...) -> Markdown { row(cells) }

    /// A row of a table.
    static func row(_ cells: [Markdown]) -> Markdown {
        Markdown(stringLiteral: "| " + cells.map(\.text).joined(separator: " | ") + " |\n")
    }

    /// The header row of a table.
    static func header(_ titles: String...) -> Markdown { header(titles) }

    /// The header row of a table.
    static func header(_ titles: [String]) -> Markdown {
        let rule = String(repeating: " --- |", count: titles.count)
        return Markdown(stringLiteral: "\n| " + titles.joined(separator: " | ") + " |\n|" + rule + "\n")
    }

    /// A heading after an empty line; the next block has to begin with one too.
    static func heading(_ level: Int, _ title: Markdown) -> Markdown {
        Markdown(stringLiteral: "\n" + String(repeating: "#", count: level) + " " + title.text + "\n")
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ markdown: Markdown) { text += markdown.text }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            for (index, character) in value.description.visible.enumerated() {
                switch character {
                case "|": text += "&#124;"
                case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "~", "&", "!", "{", "}": text += "\\\(character)"
                // At the start, these would begin a list or underline a heading.
                case "-", "+", "=": text += index == 0 ? "\\\(character)" : "\(character)"
                default: text.append(character)
                }
            }
        }
    }
}
