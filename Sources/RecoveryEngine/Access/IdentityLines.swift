import RecoveryModel

/// The conditions that say for whom a statement holds: its own, and those of the denials of all that it grants, which
/// spare whom they name.
struct IdentityLines {
    /// Each lets only those pass whom it names.
    private let own: [ConditionLine]
    /// Each is a line of a denial of all whom it does not name.
    private let sparing: [ConditionLine]
    /// Those of them that stand alone and hold for everybody: nobody else passes.
    private let decisive: [ConditionLine]

    init(_ statement: AccessStatement, _ denials: [AccessStatement]) {
        own = statement.lines.filter { line in
            line.comparesIdentity { !$0.negates && !$0.ifExists && $0.quantifier != .all }
        }
        sparing = denials.flatMap(\.lines).filter { line in line.comparesIdentity { $0.negates } }
        decisive = denials.filter { $0.lines.count == 1 && $0.isAbout(.stranger) == .holds }.flatMap(\.lines).filter {
            $0.comparesIdentity { $0.negates && $0.quantifier == .one }
        }
    }

    /// Whether one line lets insiders alone pass.
    func letInOnly(_ insiders: Insiders) -> Bool {
        (own + decisive).contains { line in
            line.kind != .service && line.values.allSatisfy(insiders.have)
        }
    }

    /// The values by which somebody passes, of such an owner, with their keys.
    ///
    /// - Parameter sparing: Whether those count whom denials spare.
    func values(
        of owner: Insiders.Owner, by insiders: Insiders, sparing countsSpared: Bool = true
    ) -> [(key: String, value: String)] {
        (own + (countsSpared ? sparing : [])).flatMap { line in
            line.values.filter { value in line.kind.map { insiders.owner(of: value, as: $0) } == owner }
                .map { (line.key, $0) }
        }
    }
}

extension AccessStatement {
    fileprivate var lines: [ConditionLine] {
        condition.flatMap { name, keys in keys.map { ConditionLine(name, $0.key, $0.value) } }
    }
}

extension ConditionLine {
    /// What its values say of whose they are; nil where they say nothing of who asks.
    fileprivate var kind: IdentityKey.Kind? { IdentityKey.kinds[key] }

    /// Whether it compares who asks with values, by such an operator.
    fileprivate func comparesIdentity(_ isSuch: (ConditionOperator) -> Bool) -> Bool {
        guard kind != nil, let given = ConditionOperator(name) else { return false }
        switch given.comparison {
        case .string, .like, .arn, .address: return isSuch(given)
        case .number, .date, .bool, .binary, .null: return false
        }
    }
}
