/// A condition value or a resource with its variables, such as `${aws:PrincipalAccount}`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
package enum PolicyVariables {
    /// The text with its variables replaced, as far as their facts are known.
    ///
    /// - Parameter wildcards: Whether `*` and `?` outside variables stand for other characters.
    /// - Returns: the pattern; or the key on which it depends; nil when a variable has no value, which matches nothing.
    package static func pattern(
        _ text: String, in question: AccessQuestion, wildcards: Bool = true
    ) -> Result<Pattern, Unsettled>? {
        func plain(_ text: Substring) -> [Pattern.Piece] {
            wildcards ? Pattern(text).pieces : text.map(Pattern.Piece.exactly)
        }
        var pieces: [Pattern.Piece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            pieces += plain(rest[..<start.lowerBound])
            let name = rest[start.upperBound..<end]
            rest = rest[rest.index(after: end)...]
            // CloudFormation's own, in a document that is yet to be deployed: text of no known value.
            if name.hasPrefix("AWS::") {
                pieces += "${\(name)}".map(Pattern.Piece.exactly)
                continue
            }
            if ["*", "?", "$"].contains(name) {
                // A character that is meant as it is.
                pieces.append(.exactly(name.first!))
                continue
            }
            let parts = name.split(separator: ",", maxSplits: 1).map { $0.trimming(" ") }
            let fallback = parts.count == 2 ? String(parts[1].trimming("'")) : nil
            switch question[String(parts.first ?? "")] {
            case .values(let values) where values.count == 1: pieces += values[0].map(Pattern.Piece.exactly)
            case .absent:
                guard let fallback else { return nil }
                pieces += fallback.map(Pattern.Piece.exactly)
            case .values, .unknown, .present, .outsider, .everyOutsider, .chosen:
                return .failure(Unsettled(key: String(parts.first ?? "")))
            }
        }
        return .success(Pattern(pieces: pieces + plain(rest)))
    }

    /// True when the text is nothing but the variable of this key: what has the key equals it.
    package static func isVariable(_ text: String, of key: String) -> Bool {
        text.lowercased() == "${\(key.lowercased())}"
    }

    /// True when a text has a variable.
    package static func hasVariables(_ text: String) -> Bool {
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{"), before == UInt8(ascii: "$") { return true }
            before = byte
        }
        return false
    }

    /// A key whose value decides and is not known.
    package struct Unsettled: Error {
        package let key: String
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring {
        var text = self
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return text
    }
}
