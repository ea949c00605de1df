package import AWSNames
package import RecoveryModel

/// Variables as `.env` files have them: for a shell, Docker Compose and what reads the same.
///
/// A value stands in single quotes, which keep everything as it is, or in double quotes when it has a single one.
package struct EnvironmentFile: Sendable, Equatable {
    /// Why a text or secrets make no such file. It never contains a part of a value.
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// By name.
    package var values: [String: Redacted<String>]

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

    /// Reads a file: lines of `NAME=value`, empty ones and comments.
    ///
    /// - Throws: `Refusal` with the number of the line.
    package init(parsing text: String) throws(Refusal) {
        values = [:]
        var rest = text[...]
        var line = 1
        while let first = rest.first {
            if first == "\n" || first == " " || first == "\r\n" {
                if first != " " { line += 1 }
                rest.removeFirst()
                continue
            }
            if first == "#" {
                rest = rest.drop { !$0.isNewline }
                continue
            }
            let start = line
            guard let equals = rest.firstIndex(of: "="), let name = Self.name(rest[..<equals]) else {
                throw Refusal(description: "line \(start) is no `NAME=value`")
            }
            rest = rest[rest.index(after: equals)...]
            guard let value = Self.value(&rest, &line) else {
                throw Refusal(description: "the value of line \(start) does not end")
            }
            guard values.updateValue(Redacted(value), forKey: name) == nil else {
                throw Refusal(description: "line \(start) sets \(name) again")
            }
        }
    }

    private static func name(_ text: Substring) -> String? {
        let name = text.hasPrefix("export ") ? text.dropFirst(7) : text
        let isName =
            !name.isEmpty && !(name.first?.isNumber ?? true)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return isName ? String(name) : nil
    }

    /// Takes a value off the text; nil when its quotes do not end.
    private static func value(_ rest: inout Substring, _ line: inout Int) -> String? {
        guard let quote = rest.first, quote == "'" || quote == "\"" else {
            let plain = rest.prefix { !$0.isNewline }
            rest = rest[plain.endIndex...]
            return String(plain)
        }
        rest.removeFirst()
        var value = ""
        while let character = rest.popFirst() {
            if character == quote {
                let tail = rest.prefix { !$0.isNewline }
                rest = rest[tail.endIndex...]
                return tail.allSatisfy { $0 == " " } ? value : nil
            }
            if character.isNewline { line += 1 }
            if character == "\\", quote == "\"", let next = rest.popFirst() {
                value.append(next == "n" ? "\n" : next)
            } else {
                value.append(character)
            }
        }
        return nil
    }

    /// The text of the file, sorted by name.
    package var text: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value.secret))\n" }.joined()
    }

    private static func quoted(_ value: String) -> String {
        guard value.contains("'") else { return "'\(value)'" }
        var text = ""
        for character in value {
            switch character {
            case "\\", "\"", "$", "`": text += "\\\(character)"
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
        return "\"\(text)\""
    }

    /// What writing other values into this file would change. What is in it besides stays.
    package func entries(restoring other: EnvironmentFile) -> [SecretsRestorePlan.Entry] {
        let names = Set(values.keys).union(other.values.keys)
        return names.map { name in
            guard let new = other.values[name] else { return .init(name: name, change: .kept) }
            guard let old = values[name] else { return .init(name: name, change: .added) }
            return .init(name: name, change: old == new ? .same : .changed)
        }
    }

    /// This file with other values written into it.
    package func restoring(_ other: EnvironmentFile) -> EnvironmentFile {
        var merged = self
        merged.values.merge(other.values) { $1 }
        return merged
    }
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
