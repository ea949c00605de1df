/// A sentence of a runbook. What stands between backticks in our source is code; what is interpolated is never markup.
package struct RunbookText: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// A part of a sentence.
    package enum Span: Hashable, Sendable {
        case words(String)
        /// A name, a value or a command.
        case code(String)
    }

    package private(set) var spans: [Span]

    package init(stringLiteral value: String) {
        spans = []
        appendSource(value)
    }

    package init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.text.spans }

    /// A text from elsewhere, such as the message of an error.
    package init(_ text: String) { spans = [.words(text)] }

    /// A text of our own that was written for terminals, where backticks stand for code too.
    package init(source: String) { self.init(stringLiteral: source) }

    /// Without any mark, for a terminal and for machines.
    package var plain: String {
        spans.map { span in
            switch span {
            case .words(let text), .code(let text): text
            }
        }.joined()
    }

    private mutating func appendSource(_ literal: String) {
        for (number, part) in literal.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        where !part.isEmpty {
            spans.append(number.isMultiple(of: 2) ? .words(String(part)) : .code(String(part)))
        }
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = RunbookText(stringLiteral: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { text.appendSource(literal) }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text.spans.append(.words(value.description))
        }

        package mutating func appendInterpolation(_ value: RunbookText) { text.spans += value.spans }

        package mutating func appendInterpolation(code value: some CustomStringConvertible) {
            text.spans.append(.code(value.description))
        }
    }
}
