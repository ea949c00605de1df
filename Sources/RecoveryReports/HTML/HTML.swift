/// A piece of a page: what is interpolated is escaped, what is written in our source stands as it is.
///
/// So that no name, tag or message can ever become markup, there is no other way to put a text into a page.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    /// One after the other.
    static func all(_ parts: some Sequence<HTML>) -> HTML {
        HTML(stringLiteral: parts.map(\.text).joined())
    }

    /// A name or value as it is, set apart from the writing direction of what surrounds it.
    static func code(_ value: some CustomStringConvertible) -> HTML { "<code><bdi>\(value)</bdi></code>" }

    /// A table that becomes a stack of labelled values where it is narrow; nothing without rows.
    static func table(_ titles: [String], _ rows: [HTML]) -> HTML {
        guard !rows.isEmpty else { return "" }
        let head = titles.map { title -> HTML in "<th scope=\"col\">\(title)</th>" }
        return """
            <table class="stack">
            <thead><tr>\(.all(head))</tr></thead>
            <tbody>
            \(.all(rows))</tbody>
            </table>
            """
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ html: HTML) { text += html.text }

        mutating func appendInterpolation(_ html: HTML?) { text += html?.text ?? "" }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            for scalar in value.description.visible.unicodeScalars {
                switch scalar {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                case "'": text += "&#39;"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
