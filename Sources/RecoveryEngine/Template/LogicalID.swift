import Digests

/// Logical ids: letters and digits that say what a resource is, and never the same for two resources.
///
/// An id is written in words (`kb-prod` gives `KbProd`) as long as the name can be read back from it. Any other name
/// (`orders-2`, which reads like `orders2`; capitals; a dot) has its digest at the end.
package enum LogicalID {
    /// - Parameters:
    ///   - kind: A type's word, or that of a parameter.
    ///   - name: The resource's own name, as the policy writes it.
    package static func of(_ kind: String, _ name: String) -> String {
        let plain = kind + words(name)
        if plain.utf8.count <= longest, let read = read(plain), read == (kind, name) { return plain }
        return plain.prefix(longest) + mark + Hex.encode(SHA256.hash("\(kind)\n\(name)".utf8)).prefix(digits)
    }

    package static func of(_ type: TemplateType, _ name: String) -> String { of(type.word, name) }

    /// False for a parameter's name.
    static func isResource(_ id: String) -> Bool {
        kinds.first { id.hasPrefix($0) }.map { kind in TemplateType.allCases.contains { $0.word == kind } } ?? false
    }

    /// CloudFormation takes 255 characters.
    private static let longest = 200
    private static let mark = "Z"
    private static let digits = 12

    /// What a bucket's name may hold, which is different in every account and region.
    private static let blanks = [("${account}", "this-account"), ("${region}", "this-region")]

    /// With what ids may begin, the longest first: `TopicPolicy` is no topic.
    private static let kinds = (TemplateType.allCases.map(\.word) + TemplateParameter.kinds + ConformancePack.kinds)
        .sorted { $0.utf8.count > $1.utf8.count }

    private static func words(_ name: String) -> String {
        blanks.reduce(name) { $0.replacing($1.0, with: $1.1) }
            .split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The kind and name of an id in words; nil for one with a digest.
    private static func read(_ id: String) -> (kind: String, name: String)? {
        guard let kind = kinds.first(where: { id.hasPrefix($0) }) else { return nil }
        let end = id.suffix(digits + 1)
        if end.hasPrefix(mark), end.dropFirst().allSatisfy(\.isHexDigit) { return nil }
        var name = ""
        for character in id.dropFirst(kind.count) {
            if character.isUppercase, !name.isEmpty { name.append("-") }
            name += character.lowercased()
        }
        return (kind, blanks.reduce(name) { $0.replacing($1.1, with: $1.0) })
    }
}
