import RecoveryModel

/// Decodes the bytes of a policy file into text that is safe for the YAML reader.
enum PolicyText {
    /// A policy is never nearly this large; a larger file is not a policy.
    static let maximumBytes = 1 << 20

    /// The text, or why it is refused.
    static func decode(_ bytes: [UInt8], file: String) -> Result<String, DiagnosticError> {
        func refuse(_ id: String, _ summary: String, line: Int = 1, column: Int = 1, hint: String) -> DiagnosticError {
            DiagnosticError(
                Diagnostic(
                    .error, id: id, summary, at: .init(file: file, line: line, column: column), hint: hint))
        }

        guard bytes.count <= maximumBytes else {
            return .failure(
                refuse(
                    "file-too-large",
                    "the file is larger than \(ByteCount(bytes: maximumBytes).shown), the maximum for a policy",
                    hint: "check that this is the policy; split a large one with `extends` or into several files"))
        }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            return .failure(refuse("not-utf-8", "the file is UTF-16", hint: "save it as UTF-8"))
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        var (line, column) = (1, 1)
        var text = String.UnicodeScalarView()
        var decoder = UTF8()
        var iterator = content.makeIterator()
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .emptyInput:
                break decoding
            case .error:
                return .failure(
                    refuse(
                        "not-utf-8", "invalid UTF-8", line: line, column: column,
                        hint: "save the file as UTF-8"))
            case .scalarValue(let scalar):
                guard isAllowed(scalar) else {
                    let code = String(scalar.value, radix: 16, uppercase: true)
                    return .failure(
                        refuse(
                            "control-character",
                            "the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) is not allowed",
                            line: line, column: column, hint: "delete it"))
                }
                text.append(scalar)
                (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
            }
        }
        return .success(String(text))
    }

    /// YAML's printable characters without the byte order mark, which is allowed only at the start.
    ///
    /// https://yaml.org/spec/1.2.2/#51-character-set
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF: true
        case 0xFEFF: false
        case 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}

/// A diagnostic as an error.
struct DiagnosticError: Error {
    let diagnostic: Diagnostic

    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}
