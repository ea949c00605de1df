import RecoveryModel

/// The least that a statement says: one caller, one action, one resource, under one condition. Documents that say the
/// same have the same atoms, however they are written.
struct AccessAtom: Hashable, Sendable {
    let effect: AccessStatement.Effect
    /// Such as `AWS 123456789012` or `*`; empty in an identity's own policy.
    let principal: String
    /// In lower case; `NotAction …` for all but some.
    let action: String
    /// Empty in a trust policy; `NotResource …` for all but some.
    let resource: String
    let condition: Set<ConditionLine>

    /// Whether the other one is about this one's caller.
    func isSameCaller(as other: AccessAtom) -> Bool { other.principal == principal || other.principal == "*" }

    /// Whether the other one is about this one's action.
    func isSameAction(as other: AccessAtom) -> Bool {
        if other.action == action { return true }
        guard WrittenPattern.hasWildcards(other.action), MeantTexts(other.action).isAllBut == false else {
            return false
        }
        return MeantTexts(action).isAllBut ? other.action == "*" : Pattern(other.action).covers(Pattern(action))
    }

    /// Whether the other one is about this one's resource.
    func isSameResource(as other: AccessAtom) -> Bool {
        if other.resource == resource { return true }
        guard WrittenPattern.hasWildcards(other.resource), MeantTexts(other.resource).isAllBut == false else {
            return false
        }
        return MeantTexts(resource).isAllBut
            ? other.resource == "*" : ARNPattern(other.resource).covers(ARNPattern(resource))
    }

    /// Whether some request may be about both; true also where that cannot be told.
    func touches(_ other: AccessAtom) -> Bool {
        MeantCallers(principal).meet(MeantCallers(other.principal))
            && MeantTexts(action).meet(MeantTexts(other.action)) { Pattern($0.lowercased()).covers(Pattern($1)) }
            && MeantTexts(resource).meet(MeantTexts(other.resource)) { ARNPattern($0).covers(ARNPattern($1)) }
    }
}

extension AccessPolicy {
    /// What the policy says, in atoms.
    var atoms: Set<AccessAtom> { Set(statements.flatMap(\.atoms)) }
}

extension AccessStatement {
    fileprivate var atoms: [AccessAtom] {
        func but(_ element: String) -> [String]? { negated[element].map { ["\(element) \($0.compact)"] } }
        let callers = but("NotPrincipal") ?? principals?.names ?? [""]
        let actions = but("NotAction") ?? actions.map { $0.lowercased() }
        let resources = but("NotResource") ?? (resources.isEmpty ? [""] : resources)
        let lines = condition.lines
        return callers.flatMap { caller in
            actions.flatMap { action in
                resources.map {
                    AccessAtom(effect: effect, principal: caller, action: action, resource: $0, condition: lines)
                }
            }
        }
    }
}

extension AccessStatement.Principals {
    /// Such as `AWS 123456789012`: an account's number and its root's ARN are the same.
    fileprivate var names: [String] {
        if includesEveryone { return ["*"] }
        return byType.flatMap { type, names in
            names.map { name in
                let parts = ARNPattern.parts(name)
                return "\(type) \(type == "AWS" && parts?[5] == "root" ? parts?[4] ?? name : name)"
            }
        }
    }
}
