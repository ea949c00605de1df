import RecoveryModel

/// What a policy says to a request.
package enum AccessAnswer: Hashable, Sendable {
    case allowed
    /// Statements deny it, by name, whatever others say.
    case denied(by: [String])
    /// Nothing allows it.
    case notAllowed
    /// It depends on these condition keys, which nobody can know here; and the statements that ask for them.
    case unsettled(by: [String], keys: [String])
}

extension AccessPolicy {
    /// Whether this policy alone lets a request pass: a denial counts before what is allowed.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    package func answer(_ question: AccessQuestion) -> AccessAnswer {
        var denied: [String] = []
        var doubts: (names: [String], keys: Set<String>) = ([], [])
        var allowed = Truth.fails
        var allowing: [String] = []
        for (name, statement) in named {
            let truth = statement.truth(of: question, variables: hasVariables)
            switch (statement.effect, truth) {
            case (.deny, .holds): denied.append(name)
            case (.deny, .depends(let keys)):
                doubts.names.append(name)
                doubts.keys.formUnion(keys)
            case (.allow, _):
                if case .depends = truth { allowing.append(name) }
                allowed = allowed.or(truth)
            case (.deny, .fails): break
            }
        }
        if !denied.isEmpty { return .denied(by: denied) }
        switch allowed {
        case .fails: return .notAllowed
        case .holds where doubts.names.isEmpty: return .allowed
        case .holds: return .unsettled(by: doubts.names, keys: doubts.keys.sorted())
        case .depends(let keys):
            return .unsettled(by: allowing + doubts.names, keys: doubts.keys.union(keys).sorted())
        }
    }

    /// Whether `${…}` is a variable in the policy's version of the language.
    var hasVariables: Bool { version == "2012-10-17" }

    /// The statements with the names by which people find them.
    var named: [(name: String, statement: AccessStatement)] {
        statements.enumerated().map { ($1.sid ?? "statement \($0 + 1)", $1) }
    }
}

extension AccessAnswer {
    /// The answer as an observation: what cannot be settled is out of sight, with the reason.
    ///
    /// - Parameter operation: Where the policy came from.
    func settled(_ operation: String) -> Collected<AccessAnswer> {
        guard case .unsettled(let names, let keys) = self else { return .known(self) }
        return .unavailable(
            CollectionFailure(
                operation: operation,
                reason:
                    "\(Shown.text(names)) decides by a condition that cannot be evaluated here (\(Shown.text(keys)))"))
    }
}

extension AccessAnswer {
    /// True when the request certainly fails.
    var isRefusal: Bool {
        switch self {
        case .denied, .notAllowed: true
        case .allowed, .unsettled: false
        }
    }
}

extension [AccessAnswer] {
    /// Why one of them cannot be settled; nil when all are.
    func firstDoubt(_ operation: String) -> CollectionFailure? {
        for answer in self { if let doubt = answer.settled(operation).failure { return doubt } }
        return nil
    }
}
