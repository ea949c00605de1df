import RecoveryModel

/// One line of a condition in the one spelling that all of its spellings share: an operator, a key, values.
struct ConditionLine: Hashable, Sendable {
    /// In lower case; `stringlike` of values without a wildcard is `stringequals`, `arnequals` is `arnlike`.
    let name: String
    /// In lower case: condition keys have no case.
    let key: String
    /// Sorted, unique.
    let values: [String]

    init(_ name: String, _ key: String, _ values: [String]) {
        let word = Self.word(name.lowercased()[...], isOpen: values.contains(where: Pattern.isOpen))
        self.name = word
        self.key = key.lowercased()
        let hasCase = !word.hasPrefix("bool") && word != "null"
        self.values = Set(hasCase ? values : values.map { $0.lowercased() }).sorted()
    }

    /// The one spelling of an operator in lower case.
    ///
    /// - Parameter isOpen: Whether a value has a wildcard.
    private static func word(_ name: Substring, isOpen: Bool) -> String {
        if let quantifier = name.firstIndex(of: ":") {
            return name[...quantifier] + word(name[name.index(after: quantifier)...], isOpen: isOpen)
        }
        if name.hasSuffix("ifexists") { return word(name.dropLast(8), isOpen: isOpen) + "ifexists" }
        switch name {
        case "arnequals": return "arnlike"
        case "arnnotequals": return "arnnotlike"
        case "stringlike" where !isOpen: return "stringequals"
        case "stringnotlike" where !isOpen: return "stringnotequals"
        default: return String(name)
        }
    }

    /// True when every request that meets this line meets the other one too, as far as that shows.
    func implies(_ other: ConditionLine) -> Bool {
        if self == other { return true }
        guard key == other.key, let mine = ConditionOperator(name), let theirs = ConditionOperator(other.name),
            mine.quantifier == .one, !mine.ifExists, !mine.negates, mine.comparison != .null
        else { return false }
        // What has a value is there.
        if theirs.comparison == .null { return other.values == ["false"] }
        guard theirs.quantifier == .one, !theirs.negates else { return false }
        return values.allSatisfy { value in
            other.values.contains { covers($0, theirs.comparison, value, mine.comparison) }
        }
    }

    /// Whether a value of the other line means all that one of this line means.
    private func covers(
        _ theirs: String, _ comparison: ConditionOperator.Comparison, _ mine: String,
        _ own: ConditionOperator.Comparison
    ) -> Bool {
        if theirs == mine, own == comparison { return true }
        // What is no ARN is met by none.
        if comparison == .arn, !WrittenPattern.isCompleteARN(theirs) { return false }
        // Of the same text, a pattern or a word without case means more than what is compared as it is.
        let isLiteral = own == .string(ignoringCase: false)
        if theirs == mine { return isLiteral }
        // A variable stands for what only the request knows.
        guard !PolicyVariables.hasVariables(theirs), !PolicyVariables.hasVariables(mine) else { return false }
        switch comparison {
        case .like:
            return isLiteral ? Pattern(theirs).matches(mine) : own == .like && Pattern(theirs).covers(Pattern(mine))
        case .arn:
            return isLiteral
                ? ARNPattern(theirs).matches(mine) : own == .arn && ARNPattern(theirs).covers(ARNPattern(mine))
        case .string(ignoringCase: true):
            return isLiteral && theirs.lowercased() == mine.lowercased()
        case .string, .number, .date, .bool, .binary, .address, .null: return false
        }
    }

    /// For people, such as `aws:multifactorauthpresent true`.
    var shown: String {
        let plain = ["stringequals", "stringlike", "bool", "arnlike"].contains(name)
        return "\(key) \(plain ? "" : name + " ")\(values.joined(separator: "|"))"
    }
}

extension AccessCondition {
    /// The condition in the one spelling of all that mean the same: without lines that others imply.
    var lines: Set<ConditionLine> {
        let all = Set(flatMap { name, keys in keys.map { ConditionLine(name, $0.key, $0.value) } })
        return all.filter { line in !all.contains { $0 != line && $0.implies(line) && !line.implies($0) } }
    }
}

extension Set<ConditionLine> {
    /// True when every request that meets this condition meets the other one too.
    func imply(_ other: Set<ConditionLine>) -> Bool {
        other.allSatisfy { line in contains(line) || contains { $0.implies(line) } }
    }

    /// Those of its lines that the other condition does not imply, for people, sorted.
    func lacking(in other: Set<ConditionLine>) -> [String] {
        filter { !other.imply([$0]) }.map(\.shown).sorted()
    }
}
