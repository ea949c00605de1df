/// The layout of text for the terminal or file that it is written to.
package struct TextLayout: Sendable, Hashable {
    package var style: TextStyle
    /// In columns; only a longer single word exceeds it, so that names and ARNs can be copied.
    package var width: Int
    /// True when requirements that are met are listed too instead of only counted.
    package var verbose: Bool

    package init(style: TextStyle = .plain, width: Int = 80, verbose: Bool = false) {
        self.style = style
        self.width = max(20, width)
        self.verbose = verbose
    }
}

/// Whether colours are used, which only repeat what the words say.
package enum TextStyle: Sendable, Hashable {
    case plain
    case ansi
}

/// The meaning of a piece of text, from which a style chooses its colour.
enum TextRole: Hashable {
    case plain, strong, faint, good, bad, unsure
}

extension TextStyle {
    func apply(_ role: TextRole, to text: String) -> String {
        guard self == .ansi, let code = role.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension TextRole {
    /// The parameters of ECMA-48's Select Graphic Rendition.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .bad: "1;31"
        case .unsure: "33"
        }
    }
}
