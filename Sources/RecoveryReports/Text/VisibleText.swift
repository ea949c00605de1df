extension String {
    /// The text on one line, with every invisible scalar written as its code, such as `\u{202e}`.
    ///
    /// Names and messages come from outside: escape sequences could repaint a terminal, line breaks could forge a
    /// verdict, and marks of writing direction could reverse a name (https://trojansource.codes).
    package var visible: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isInvisible: text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// True for controls, format marks (writing direction, zero width), line separators, and unassigned scalars.
    var isInvisible: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
