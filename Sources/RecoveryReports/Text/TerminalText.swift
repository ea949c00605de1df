/// Text for a terminal: interpolated values are made visible, and literals of the source code stay as they are.
struct TerminalText: ExpressibleByStringInterpolation {
    struct Span {
        var text: String
        var role: TextRole
    }

    private(set) var spans: [Span]

    init(stringLiteral value: String) { spans = [Span(text: value, role: .plain)] }

    init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

    static func + (left: TerminalText, right: TerminalText) -> TerminalText {
        var both = left
        both.spans += right.spans
        return both
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var spans: [Span] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { spans.append(Span(text: literal, role: .plain)) }
        }

        mutating func appendInterpolation(_ value: some CustomStringConvertible, _ role: TextRole = .plain) {
            spans.append(Span(text: value.description.visible, role: role))
        }

        mutating func appendInterpolation(_ text: TerminalText) { spans += text.spans }
    }

    /// In columns, on one line.
    var length: Int { spans.reduce(0) { $0 + $1.text.count } }

    /// The text between spaces; a word may have several roles.
    var words: [[Span]] {
        var words: [[Span]] = []
        var word: [Span] = []
        for span in spans {
            for (index, piece) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if index > 0, !word.isEmpty {
                    words.append(word)
                    word = []
                }
                if !piece.isEmpty { word.append(Span(text: String(piece), role: span.role)) }
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
