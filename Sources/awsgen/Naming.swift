/// Model names as Swift names.
enum Naming {
    /// Names that Swift or the generated code itself uses.
    private static let takenTypes: Set<String> = [
        "String", "Int", "Bool", "Double", "Array", "Dictionary", "Optional", "Set", "Type", "Protocol", "Error",
        "Self",
        "Any", "Date", "Result", "Operation", "OperationTraits", "Service", "Shape", "Timestamp", "Redacted", "Boxed",
        "HTTPBody", "DocumentValue", "StructureSchema", "StructureReader", "MemberSchema", "ShapeWriter", "Paginator",
        "Waiter", "Acceptor", "WireEnum", "XMLNamespace",
    ]

    private static let keywords: Set<String> = [
        "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit",
        "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in",
        "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public",
        "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws",
        "true", "try", "typealias", "var", "where", "while",
    ]

    static func type(_ name: String) -> String {
        let capital = name.prefix(1).uppercased() + name.dropFirst()
        let clean = String(capital.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
        return takenTypes.contains(clean) ? clean + "Value" : clean
    }

    static func member(_ name: String) -> String { escaped(lowered(name)) }

    /// As a call's label or after a dot, keywords need no backticks.
    static func label(_ name: String) -> String { lowered(name) }

    static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    /// The first word in lower case: `DBInstanceIdentifier` is `dbInstanceIdentifier`, `MultiAZ` is `multiAZ`.
    static func lowered(_ name: String) -> String {
        let characters = Array(name.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
        let isUpper = characters.map { $0.isUppercase || $0.isNumber }
        var run = 0
        while run < characters.count, isUpper[run] { run += 1 }
        guard run > 0 else { return String(characters) }
        let rest = String(characters[run...])
        let head = String(characters[..<run])
        // IPv6, and plurals of acronyms such as IDs, ACLs, VPCs.
        if rest.isEmpty || rest.hasPrefix("_") || rest.hasPrefix("v4") || rest.hasPrefix("v6") || rest == "s"
            || isPlural(rest)
        {
            return head.lowercased() + rest
        }
        return run == 1 ? head.lowercased() + rest : head.dropLast().lowercased() + head.suffix(1) + rest
    }

    private static func isPlural(_ rest: String) -> Bool {
        rest.hasPrefix("s") && rest.dropFirst().first?.isUppercase == true
    }

    /// A constant's name for an enumeration's value: `CREATE_COMPLETE` is `createComplete`, `aws:kms` is `awsKms`.
    static func constant(_ value: String) -> String {
        let words = value.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        guard let first = words.first else { return value.isEmpty ? "empty" : "other" }
        let isShouting = !value.contains { $0.isLowercase }
        let head = isShouting ? first.lowercased() : lowered(first)
        let tail = words.dropFirst().map {
            $0.prefix(1).uppercased() + (isShouting ? $0.dropFirst().lowercased() : String($0.dropFirst()))
        }
        let name = ([head] + tail).joined()
        return name.first?.isNumber == true ? "_" + name : escaped(name)
    }
}
