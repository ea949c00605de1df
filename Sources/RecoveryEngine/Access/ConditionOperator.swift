/// A condition operator of a policy: what it compares, and what it does when a request lacks the key.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
package struct ConditionOperator: Hashable, Sendable {
    package enum Comparison: Hashable, Sendable {
        case string(ignoringCase: Bool)
        case like
        case arn
        case number(Order)
        case date(Order)
        case bool
        case binary
        case address
        /// Whether the key is there.
        case null
    }

    package enum Order: Hashable, Sendable { case equal, less, lessOrEqual, greater, greaterOrEqual }

    /// Which of several values of a key must compare.
    package enum Quantifier: Hashable, Sendable { case one, all, any }

    package let comparison: Comparison
    /// `Not…`: none of the values may compare.
    package let negates: Bool
    /// `…IfExists`: holds when the request lacks the key.
    package let ifExists: Bool
    package let quantifier: Quantifier

    /// Reads the operator's name, which has no case; nil for one that IAM does not have.
    package init?(_ name: String) {
        var word = name.lowercased()
        quantifier = word.cut(prefix: "forallvalues:") ? .all : word.cut(prefix: "foranyvalue:") ? .any : .one
        ifExists = word.cut(suffix: "ifexists")
        guard let (comparison, negates) = Self.words[word] else { return nil }
        if comparison == .null, ifExists || quantifier != .one { return nil }
        self.comparison = comparison
        self.negates = negates
    }

    /// The same comparison with the other outcome.
    package var opposite: ConditionOperator {
        ConditionOperator(comparison: comparison, negates: !negates, ifExists: ifExists, quantifier: quantifier)
    }

    private init(comparison: Comparison, negates: Bool, ifExists: Bool, quantifier: Quantifier) {
        self.comparison = comparison
        self.negates = negates
        self.ifExists = ifExists
        self.quantifier = quantifier
    }

    private static let words: [String: (Comparison, Bool)] = {
        var words: [String: (Comparison, Bool)] = [
            "stringequals": (.string(ignoringCase: false), false),
            "stringnotequals": (.string(ignoringCase: false), true),
            "stringequalsignorecase": (.string(ignoringCase: true), false),
            "stringnotequalsignorecase": (.string(ignoringCase: true), true),
            "stringlike": (.like, false), "stringnotlike": (.like, true), "bool": (.bool, false),
            "binaryequals": (.binary, false), "ipaddress": (.address, false), "notipaddress": (.address, true),
            // Both compare with wildcards.
            "arnequals": (.arn, false), "arnlike": (.arn, false), "arnnotequals": (.arn, true),
            "arnnotlike": (.arn, true), "null": (.null, false),
        ]
        let orders: [(String, Order)] = [
            ("lessthan", .less), ("lessthanequals", .lessOrEqual), ("greaterthan", .greater),
            ("greaterthanequals", .greaterOrEqual), ("equals", .equal),
        ]
        for (word, order) in orders {
            words["numeric\(word)"] = (.number(order), false)
            words["date\(word)"] = (.date(order), false)
        }
        words["numericnotequals"] = (.number(.equal), true)
        words["datenotequals"] = (.date(.equal), true)
        return words
    }()
}

extension String {
    fileprivate mutating func cut(prefix: String) -> Bool {
        guard hasPrefix(prefix) else { return false }
        removeFirst(prefix.count)
        return true
    }

    fileprivate mutating func cut(suffix: String) -> Bool {
        guard hasSuffix(suffix) else { return false }
        removeLast(suffix.count)
        return true
    }
}
