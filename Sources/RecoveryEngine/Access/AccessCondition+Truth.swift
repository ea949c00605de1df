import RecoveryModel

extension [String: [String: [String]]] {
    /// Whether a request meets the condition: every operator, every key.
    ///
    /// - Parameter variables: Whether `${…}` in a value is a variable, as from the language's version of 2012 on.
    package func truth(of question: AccessQuestion, variables: Bool) -> Truth {
        sorted { $0.key < $1.key }.lazy.map { name, keys in
            guard let given = ConditionOperator(name) else { return Truth.depends(on: name) }
            return keys.sorted { $0.key < $1.key }.lazy.map { key, values in
                KeyCondition(given, key, values, variables: variables).truth(of: question)
            }.all
        }.all
    }
}

/// One line of a condition: an operator, a key, its values.
package struct KeyCondition: Sendable {
    package let given: ConditionOperator
    package let key: String
    package let values: [String]
    package let variables: Bool

    package init(_ given: ConditionOperator, _ key: String, _ values: [String], variables: Bool) {
        self.given = given
        self.key = key
        self.values = values
        self.variables = variables
    }

    /// Whether a request meets it.
    package func truth(of question: AccessQuestion) -> Truth {
        switch question[key] {
        case .absent: return withoutKey
        case .values(let held) where held.isEmpty: return withoutKey
        case .unknown: return .depends(on: key)
        case .present: return given.comparison == .null ? null(present: true) : .depends(on: key)
        case .chosen: return given.comparison == .null ? null(present: true) : .holds
        case .outsider: return given.comparison == .null ? null(present: true) : Truth(meetsOutsiders)
        case .everyOutsider:
            if given.comparison == .null { return null(present: true) }
            return Truth(!KeyCondition(given.opposite, key, values, variables: variables).meetsOutsiders)
        case .values(let held):
            if given.comparison == .null { return null(present: true) }
            let truths = held.map { compare($0, question) }
            switch given.quantifier {
            case .any: return truths.any
            case .all: return truths.all
            // IAM leaves open what an operator for one value says of several.
            case .one: return truths.count == 1 ? truths[0] : .depends(on: key)
            }
        }
    }

    private var withoutKey: Truth {
        if given.comparison == .null { return null(present: false) }
        if given.ifExists { return .holds }
        switch given.quantifier {
        case .all: return .holds
        case .any: return .fails
        case .one: return Truth(given.negates)
        }
    }

    private func null(present: Bool) -> Truth {
        Truth(values.contains { $0.lowercased() == (present ? "false" : "true") })
    }

    /// A value of the request against all values of the policy, of which one is enough.
    private func compare(_ held: String, _ question: AccessQuestion) -> Truth {
        let met = values.lazy.map { one($0, held, question) }.any
        return given.negates ? met.negated : met
    }

    private func one(_ wanted: String, _ held: String, _ question: AccessQuestion) -> Truth {
        let comparison = given.comparison
        guard variables, PolicyVariables.hasVariables(wanted) else {
            return Truth(comparison.matches(held, written: wanted))
        }
        switch PolicyVariables.pattern(wanted, in: question, wildcards: comparison.hasWildcards) {
        case nil: return .fails
        case .failure(let unsettled): return .depends(on: unsettled.key)
        case .success(let pattern): return Truth(comparison.matches(held, pattern))
        }
    }
}
