import RecoveryModel

extension AccessPolicy {
    /// Who outside is granted something by name, as `statement: principal`, sorted: an account, an organization, a
    /// canonical user, a provider, or a service that acts for somebody else's account. Unavailable where a statement names
    /// only what does not say whose it is, such as the id of a role or a VPC endpoint.
    ///
    /// Who is not named is `publicStatements`' matter. A principal that was deleted (`AROA…`, `AIDA…`) is nobody.
    ///
    /// - Parameter operation: Where the policy came from.
    func outsiders(besides insiders: Insiders, operation: String) -> Collected<[String]> {
        var found: Set<String> = []
        var doubts: [String] = []
        for (name, statement) in named where statement.effect == .allow {
            let lines = IdentityLines(statement, denials(of: statement))
            if lines.letInOnly(insiders) { continue }
            for outsider in statement.outsiders(insiders, lines) where !isShutOut(outsider.caller, from: statement) {
                found.insert("\(name): \(outsider.name)")
            }
            let unowned = lines.values(of: .unknown, by: insiders)
            guard !unowned.isEmpty, admits(.stranger(), by: statement) == .fails,
                admits(.stranger(having: Set(unowned.map(\.key))), by: statement) != .fails
            else { continue }
            doubts.append("\(name) lets in \(Shown.text(Set(unowned.map(\.value)).sorted()))")
        }
        guard found.isEmpty, !doubts.isEmpty else { return .known(found.sorted()) }
        return .unavailable(
            CollectionFailure(
                operation: operation, reason: "\(doubts.joined(separator: "; ")), which does not say whose it is"))
    }

    /// True when the caller cannot meet the statement's condition, or a denial of all that it allows holds for them.
    private func isShutOut(_ caller: AccessQuestion.Caller, from statement: AccessStatement) -> Bool {
        let question = AccessQuestion("", on: "", by: caller, others: .chosen)
        if statement.condition.truth(of: question, variables: hasVariables) == .fails { return true }
        return denials(of: statement).contains { denial in
            denial.isAbout(caller).and(
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
    fileprivate func outsiders(_ insiders: Insiders, _ lines: IdentityLines) -> [Outsider] {
        func named(sparing: Bool) -> [Outsider] {
            lines.values(of: .outsider, by: insiders, sparing: sparing).map {
                Outsider(name: $0.value, caller: .init($0.value))
            }
        }
        // All but some are as good as everybody.
        guard let principals, !principals.includesEveryone else { return named(sparing: true) }
        return principals.byType.flatMap { type, names -> [Outsider] in
            switch type {
            // A service acts for the account or resource that a condition names.
            case "Service": return named(sparing: false)
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

extension String {
    /// False for the id that is left of a principal that was deleted.
    fileprivate var isPrincipal: Bool { self == "*" || hasPrefix("arn:") || (count == 12 && allSatisfy(\.isNumber)) }
}
