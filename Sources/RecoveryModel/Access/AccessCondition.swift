/// The condition of a statement, as in the document: operator, key, values. Empty without a condition.
///
/// All operators and keys must hold; of a key's values one is enough.
package typealias AccessCondition = [String: [String: [String]]]

extension AccessCondition {
    /// `StringEquals` of one key.
    package static func equal(_ key: String, _ values: [String]) -> AccessCondition {
        ["StringEquals": [key: values.sorted()]]
    }

    /// The resource carries all of these tags.
    package static func tagged(_ tags: [String: String]) -> AccessCondition {
        guard !tags.isEmpty else { return [:] }
        let keys = tags.map { ("aws:ResourceTag/\($0.key)", [$0.value]) }
        return ["StringEquals": [String: [String]](uniqueKeysWithValues: keys)]
    }

    /// The request gives the resource this tag.
    package static func tagging(_ key: String, _ values: [String]) -> AccessCondition {
        equal("aws:RequestTag/\(key)", values)
    }

    /// The key is the one behind one of these aliases, given with `alias/`: an alias's ARN cannot stand for its key.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    package static func aliased(_ aliases: [String]) -> AccessCondition {
        ["ForAnyValue:StringEquals": ["kms:ResourceAliases": aliases.sorted()]]
    }

    /// The key has no alias.
    package static let unaliased: AccessCondition = ["Null": ["kms:ResourceAliases": ["true"]]]

    /// Both conditions.
    package func and(_ other: AccessCondition) -> AccessCondition {
        merging(other) { mine, theirs in mine.merging(theirs) { $1 } }
    }

    /// The one condition that holds when either does; nil when there is none: they must differ in one key's values alone.
    package func or(_ other: AccessCondition) -> AccessCondition? {
        guard Set(keys) == Set(other.keys) else { return nil }
        var united = self
        var differing = 0
        for (name, mine) in self {
            guard let theirs = other[name], Set(mine.keys) == Set(theirs.keys) else { return nil }
            for (key, values) in mine where values != theirs[key] {
                differing += 1
                united[name]?[key] = Set(values + (theirs[key] ?? [])).sorted()
            }
        }
        return differing <= 1 ? united : nil
    }
}
