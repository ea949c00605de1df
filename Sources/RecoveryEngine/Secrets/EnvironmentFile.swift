package import AWSNames
package import RecoveryModel

/// Variables as `.env` files have them: for a shell, Docker Compose and what reads the same.
///
/// A value stands in single quotes, which keep everything as it is, or in double quotes when it has a single one. What is
/// read from a file keeps the file's text: only the values that change are written anew.
package struct EnvironmentFile: Sendable {
    /// Why a text or secrets make no such file. It never contains a part of a value.
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// By name.
    package private(set) var values: [String: Redacted<String>]
    /// The text that was read; empty for variables of secrets.
    private var original = Redacted("")
    /// Where the value of each variable stands in the text that was read, quotes and all.
    private var ranges: [String: Range<String.Index>] = [:]
    /// The variables whose value depends on who reads it: unquoted or in double quotes, a `$` or `\` may be replaced.
    private var uncertain: Set<String> = []

    /// The variables of secrets: one for each member of those that are an object of texts and numbers, such as
    /// `KB_PROD_DATABASE_PASSWORD`, and one for each other secret.
    ///
    /// - Throws: `Refusal` for a binary secret, and for two of one name.
    package init(_ bundle: SecretBundle) throws(Refusal) {
        values = [:]
        for (name, value) in bundle.values.sorted(by: { $0.key < $1.key }) {
            guard case .text(let text) = value.secret else {
                throw Refusal(description: "secret \(name) is binary, which no variable can be: export it as JSON")
            }
            for (variable, part) in Self.variables(name, text) {
                guard values.updateValue(part, forKey: variable) == nil else {
                    throw Refusal(description: "two values would be variable \(variable): export them as JSON")
                }
            }
        }
    }

    private static func variables(_ name: String, _ text: String) -> [(String, Redacted<String>)] {
        guard case .object(let members)? = try? JSONValue(parsing: text), !members.isEmpty,
            members.values.allSatisfy({ $0.scalar != nil })
        else { return [(variable(name), Redacted(text))] }
        return members.map { (variable("\(name)_\($0.key)"), Redacted($0.value.scalar ?? "")) }
    }

    /// Letters, digits and underscores, in upper case, and no digit first.
    private static func variable(_ name: String) -> String {
        let text = String(
            name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return text.first?.isNumber ?? true ? "_" + text : text
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: `Refusal` for bytes that are no UTF-8, and for a line that is none of a file of variables.
    package init(bytes: [UInt8]) throws(Refusal) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(description: "it is not UTF-8, so that it cannot be kept as it is: convert it first")
        }
        try self.init(parsing: text)
    }

    /// Reads a file: lines of `NAME=value`, empty ones and comments.
    ///
    /// - Throws: `Refusal` with the number of the line.
    package init(parsing text: String) throws(Refusal) {
        values = [:]
        original = Redacted(text)
        // Not by characters: an accent behind a quote is one with it, and no shell sees that.
        var rest = text.unicodeScalars[...]
        var line = 1
        while let first = rest.first {
            if first == "\n" || first.isBlank {
                if first == "\n" { line += 1 }
                rest.removeFirst()
                continue
            }
            if first == "#" {
                rest = rest.drop { $0 != "\n" }
                continue
            }
            let start = line
            guard let equals = rest.firstIndex(of: "="), let name = Self.name(Substring(rest[..<equals])) else {
                throw Refusal(description: "line \(start) is no `NAME=value`")
            }
            rest = rest[rest.index(after: equals)...]
            let begin = rest.startIndex
            guard let value = Self.value(&rest, &line) else {
                throw Refusal(description: "the value of line \(start) does not end")
            }
            guard values.updateValue(Redacted(value.text), forKey: name) == nil else {
                throw Refusal(description: "line \(start) sets \(name) again")
            }
            ranges[name] = begin..<value.end
            if !value.isCertain { uncertain.insert(name) }
        }
    }

    private static func name(_ text: Substring) -> String? {
        let name = text.hasPrefix("export ") ? text.dropFirst(7) : text
        let isName =
            !name.isEmpty && !(name.first?.isNumber ?? true)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isName ? String(name) : nil
    }

    /// A value as it stands in a text.
    private struct Value {
        var text: String
        /// Behind it, and before a comment.
        var end: String.Index
        /// False when a shell or Compose may replace a part of it.
        var isCertain = true
    }

    /// Takes a value and what stands behind it in its line off the text; nil when its quotes do not end.
    private static func value(_ rest: inout Substring.UnicodeScalarView, _ line: inout Int) -> Value? {
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return unquoted(&rest) }
        rest.removeFirst()
        var value = Value(text: "", end: rest.startIndex)
        while let character = rest.popFirst() {
            if character == quote {
                value.end = rest.startIndex
                let tail = rest.prefix { $0 != "\n" }
                rest = rest[tail.endIndex...]
                let behind = tail.drop { $0.isBlank }
                let isComment = behind.first == "#" && behind.startIndex > tail.startIndex
                return behind.isEmpty || isComment ? value : nil
            }
            if character == "\n" { line += 1 }
            if character == "\\", quote == "\"", let next = rest.popFirst() {
                if !["\\", "\"", "$"].contains(next) { value.isCertain = false }
                value.text.unicodeScalars.append(next == "n" ? "\n" : next)
            } else {
                if quote == "\"", character == "$" || character == "`" { value.isCertain = false }
                value.text.unicodeScalars.append(character)
            }
        }
        return nil
    }

    /// A value without quotes, which ends before a comment.
    private static func unquoted(_ rest: inout Substring.UnicodeScalarView) -> Value {
        let plain = rest.prefix { $0 != "\n" }
        rest = rest[plain.endIndex...]
        var end = plain.startIndex
        var isBehindBlank = true
        for (index, character) in zip(plain.indices, plain) {
            if character == "#", isBehindBlank { break }
            isBehindBlank = character.isBlank
            if !isBehindBlank { end = plain.index(after: index) }
        }
        let text = plain[..<end]
        let isCertain = text.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./:@%+,=^".unicodeScalars.contains($0)
        }
        return Value(text: String(text), end: end, isCertain: isCertain)
    }

    /// The text of a file with these variables alone, sorted by name.
    ///
    /// - Throws: `Refusal` for a value that cannot be written.
    package func text() throws(Refusal) -> String {
        var text = ""
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            text += "\(name)=\(try Self.quoted(value.secret, of: name))\n"
        }
        return text
    }

    /// A value so that a shell and Compose read the same.
    ///
    /// https://github.com/compose-spec/compose-go/blob/main/dotenv/parser.go: a quote behind a backslash does not end a value,
    /// `\n` in double quotes is a new line, a backslash stays before a backtick, and a carriage return before a new line is
    /// dropped. For a shell all of these are otherwise.
    ///
    /// - Throws: `Refusal` when there is no such text.
    private static func quoted(_ value: String, of name: String) throws(Refusal) -> String {
        let scalars = value.unicodeScalars
        let hasQuote = scalars.contains("'")
        let obstacle: String? =
            if scalars.last == "\\" {
                "ends in a backslash"
            } else if hasQuote, scalars.contains(where: { $0 == "\n" || $0 == "\r" }) {
                "has a single quote and a new line"
            } else if hasQuote, scalars.contains("`") {
                "has a single quote and a backtick"
            } else if zip(scalars, scalars.dropFirst()).contains(where: { $0 == "\r" && $1 == "\n" }) {
                "has a carriage return before a new line"
            } else if scalars.contains("\0") {
                "has a zero byte"
            } else {
                nil
            }
        if let obstacle {
            throw Refusal(
                description: "the value of \(name) \(obstacle), which no line says to a shell and to Compose alike: "
                    + "write it there by hand for the one that reads it, or keep it in Secrets Manager alone")
        }
        guard hasQuote else { return "'\(value)'" }
        let text = scalars.map { ["\\", "\"", "$"].contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return "\"\(text)\""
    }

    /// What writing other values into this file would change. What is in it besides stays.
    package func entries(restoring other: EnvironmentFile) -> [SecretsRestorePlan.Entry] {
        let names = Set(values.keys).union(other.values.keys)
        return names.map { name in
            guard let new = other.values[name] else { return .init(name: name, change: .kept) }
            guard let old = values[name] else { return .init(name: name, change: .added) }
            return .init(name: name, change: old == new && !uncertain.contains(name) ? .same : .changed)
        }
    }

    /// The text of this file with other values written into it: what does not change stays as it is, byte by byte, and what
    /// is added comes last.
    ///
    /// - Throws: `Refusal` for a value that cannot be written.
    package func text(restoring other: EnvironmentFile) throws(Refusal) -> String {
        let entries = entries(restoring: other).filter(\.writes).sorted { $0.name < $1.name }
        var new: [(range: Range<String.Index>?, name: String, text: String)] = []
        for entry in entries {
            guard let value = other.values[entry.name] else { continue }
            new.append((ranges[entry.name], entry.name, try Self.quoted(value.secret, of: entry.name)))
        }
        let old = original.secret
        var text = ""
        var written = old.startIndex
        for (range, _, value) in new.sorted(by: {
            $0.range?.lowerBound ?? old.endIndex < $1.range?.lowerBound ?? old.endIndex
        }) {
            guard let range else { continue }
            text += old[written..<range.lowerBound] + value
            written = range.upperBound
        }
        text += old[written...]
        for (range, name, value) in new where range == nil {
            if let last = text.unicodeScalars.last, last != "\n" { text += "\n" }
            text += "\(name)=\(value)\n"
        }
        return text
    }
}

extension Unicode.Scalar {
    /// What parts words and ends none of a line: a carriage return too, before a new line.
    fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" }
}

extension JSONValue {
    /// The text of a text, number or truth; nil of anything else.
    fileprivate var scalar: String? {
        switch self {
        case .string(let text): text
        case .integer, .number, .bool: compact
        case .null, .array, .object: nil
        }
    }
}
