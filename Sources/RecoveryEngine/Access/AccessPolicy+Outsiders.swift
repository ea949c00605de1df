import RecoveryModel

extension AccessPolicy {
    /// Who outside is granted something by name, as `statement: principal`, sorted: an account, an organization, a
    /// canonical user, a provider, or a service that acts for somebody else's account.
    ///
    /// Who is not named is `publicStatements`' matter. A principal that was deleted (`AROA…`, `AIDA…`) is nobody.
    func outsiders(besides insiders: Insiders) -> [String] {
        var found: Set<String> = []
        for (name, statement) in named where statement.effect == .allow && statement.negated["NotPrincipal"] == nil {
            for outsider in statement.outsiders(insiders) {
                guard !isShutOut(outsider.caller, from: statement) else { continue }
                found.insert("\(name): \(outsider.name)")
            }
        }
        return found.sorted()
    }

    /// True when the caller cannot meet the statement's condition, or a denial of all that it allows holds for them.
    private func isShutOut(_ caller: AccessQuestion.Caller, from statement: AccessStatement) -> Bool {
        let question = AccessQuestion("", on: "", by: caller, others: .chosen)
        if statement.condition.truth(of: question, variables: hasVariables) == .fails { return true }
        return statements.contains { denial in
            denial.effect == .deny && denial.covers(statement)
                && denial.isAbout(caller).and(
                    denial.condition.truth(of: question.forDenials, variables: hasVariables)) == .holds
        }
    }
}

extension AccessStatement {
    fileprivate struct Outsider {
        var name: String
        var caller: AccessQuestion.Caller
    }

    /// Those whom the statement names and who are not insiders, whatever its conditions say of them.
    fileprivate func outsiders(_ insiders: Insiders) -> [Outsider] {
        guard let principals else { return [] }
        // One line that lets insiders alone pass is enough.
        let lines = condition.flatMap { name, keys in keys.map { ConditionLine(name, $0.key, $0.value) } }
            .filter { $0.namesWho }
        if lines.contains(where: { line in line.values.allSatisfy(insiders.have) }) { return [] }
        let named = lines.flatMap(\.values).filter { !insiders.have($0) }.map { Outsider(name: $0, caller: .init($0)) }
        if principals.includesEveryone { return named }
        return principals.byType.flatMap { type, names -> [Outsider] in
            switch type {
            // A service acts for the account or resource that a condition names.
            case "Service": return named
            case "AWS":
                return names.filter { $0.isPrincipal && !insiders.have($0) }.map {
                    Outsider(name: $0, caller: .init($0))
                }
            case "Federated":
                return names.filter { !insiders.have($0) }.map { Outsider(name: $0, caller: .federated($0)) }
            default: return names.filter { !insiders.have($0) }.map { Outsider(name: $0, caller: .account($0)) }
            }
        }
    }
}

extension AccessQuestion.Caller {
    /// Of an account's number or a principal's ARN; nobody in particular otherwise.
    fileprivate init(_ name: String) {
        let parts = ARNPattern.parts(name)
        switch parts {
        case nil where name.count == 12 && name.allSatisfy(\.isNumber): self = .account(name)
        case nil: self = .everybody
        case .some(let parts) where parts[5] == "root": self = .account(parts[4])
        case .some(let parts) where ["iam", "sts"].contains(parts[2]): self = .principal(arn: name)
        // The resource of a service: the account that it is in.
        case .some(let parts): self = parts[4].isEmpty ? .everybody : .account(parts[4])
        }
    }
}

extension ConditionLine {
    /// Whether it lets only those pass whom it names, by a key that says who somebody is.
    fileprivate var namesWho: Bool {
        guard let given = ConditionOperator(name), !given.negates, !given.ifExists, given.quantifier != .all else {
            return false
        }
        let isText =
            switch given.comparison {
            case .string, .like, .arn: true
            case .number, .date, .bool, .binary, .address, .null: false
            }
        return isText && Self.keysOfNames.contains(key)
    }

    private static let keysOfNames: Set<String> = [
        "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount",
        "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "kms:calleraccount",
        "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
    ]
}

extension String {
    /// False for the id that is left of a principal that was deleted.
    fileprivate var isPrincipal: Bool { self == "*" || hasPrefix("arn:") || (count == 12 && allSatisfy(\.isNumber)) }
}
