import RecoveryModel

extension AccessPolicy {
    /// The statements that let in somebody whom no policy names, by name; unavailable when that cannot be settled.
    ///
    /// A stranger may be anybody's account or nobody's, may leave out what a condition asks for only if it is there, and may
    /// say of the request whatever suits: a condition on what is asked, or how, keeps nobody out.
    ///
    /// - Parameter operation: Where the policy came from.
    func publicStatements(operation: String) -> Collected<[String]> {
        var open: [String] = []
        var doubts: (names: [String], keys: Set<String>) = ([], [])
        for (name, statement) in named where statement.effect == .allow {
            switch admits(.stranger(), by: statement) {
            case .holds: open.append(name)
            case .fails: break
            case .depends(let keys):
                doubts.names.append(name)
                doubts.keys.formUnion(keys)
            }
        }
        // One open statement is a violation, whatever else cannot be settled.
        guard open.isEmpty, !doubts.names.isEmpty else { return .known(open) }
        return AccessAnswer.unsettled(by: doubts.names, keys: doubts.keys.sorted()).settled(operation).map { _ in [] }
    }

    /// Whether a stranger gets what a statement grants, whichever of the keys that conditions ask for the request has.
    func admits(_ stranger: AccessQuestion, by statement: AccessStatement) -> Truth {
        guard statement.isAbout(.stranger) != .fails else { return .fails }
        let denials = denials(of: statement)
        let keys = Set(([statement] + denials).flatMap { $0.condition.values.flatMap(\.keys) }.map { $0.lowercased() })
        // Each key there or not: more of them are not told apart.
        guard keys.count <= 12 else { return .depends(on: keys.sorted()) }
        return AccessQuestion.withAndWithout(keys.sorted(), stranger).map { question in
            let admitted = statement.isAbout(.stranger).and(
                statement.condition.truth(of: question, variables: hasVariables))
            let isShutOut = denials.contains {
                $0.isAbout(.stranger).and($0.condition.truth(of: question.forDenials, variables: hasVariables))
                    == .holds
            }
            return isShutOut ? .fails : admitted
        }.any
    }

    /// The denials of all that a statement grants.
    func denials(of statement: AccessStatement) -> [AccessStatement] {
        statements.filter { $0.effect == .deny && $0.covers(statement) }
    }
}

extension AccessQuestion {
    /// Somebody whom no policy names, who does what suits.
    ///
    /// - Parameter keys: Those that have whatever value lets the stranger in.
    static func stranger(having keys: Set<String> = []) -> AccessQuestion {
        let facts = keys.map { ($0, Fact.chosen) }
        return AccessQuestion("", on: "", by: .stranger, Dictionary(facts) { $1 }, others: .chosen)
    }

    /// The request as it is, and with each of the keys left out, in every combination.
    static func withAndWithout(_ keys: [String], _ question: AccessQuestion) -> [AccessQuestion] {
        keys.reduce([question]) { questions, key in
            questions
                + questions.map {
                    var without = $0
                    without[key] = .absent
                    return without
                }
        }
    }
}

extension AccessStatement {
    /// True when all that the other one names is among what this one names: actions and resources.
    func covers(_ other: AccessStatement) -> Bool {
        let isPlain = { (statement: AccessStatement) in
            statement.negated["NotAction"] == nil && statement.negated["NotResource"] == nil
        }
        guard isPlain(self), isPlain(other) else { return false }
        return other.actions.allSatisfy { theirs in
            actions.contains { Pattern($0.lowercased()).covers(Pattern(theirs.lowercased())) }
        }
            && other.resources.allSatisfy { theirs in
                resources.contains { ARNPattern($0).covers(ARNPattern(theirs)) }
            }
    }
}
