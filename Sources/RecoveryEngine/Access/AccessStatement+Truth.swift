import RecoveryModel

extension AccessStatement {
    /// Whether the statement is about a request.
    ///
    /// - Parameter variables: Whether `${…}` is a variable.
    package func truth(of question: AccessQuestion, variables: Bool) -> Truth {
        // The cheap questions first: most statements are about something else.
        var truth = isAbout(action: question.action)
        if truth != .fails { truth = truth.and(isAbout(question.caller)) }
        if truth != .fails { truth = truth.and(isAbout(resourceOf: question, variables: variables)) }
        if truth != .fails { truth = truth.and(condition.truth(of: question, variables: variables)) }
        return truth
    }

    /// Whether it is about who asks. An identity's own policy names nobody, and is about whoever has it.
    func isAbout(_ caller: AccessQuestion.Caller) -> Truth {
        if let others = negated["NotPrincipal"] {
            // It is about some of them.
            if caller == .everybody { return .depends(on: "NotPrincipal") }
            return (Principals(parsing: others)?.include(caller) ?? .depends(on: "NotPrincipal")).negated
        }
        return principals?.include(caller) ?? .holds
    }

    /// Whether it is about what is done; actions have no case.
    func isAbout(action: String) -> Truth {
        let action = action.lowercased()
        func named(_ patterns: [String]) -> Bool {
            patterns.contains { WrittenPattern.matches($0.lowercased(), action) }
        }
        if let others = negated["NotAction"] { return Truth(!named(others.listed.compactMap(\.text))) }
        return Truth(named(actions))
    }

    /// Whether it is about what it is done to. A trust policy has no resource, and is about its role.
    private func isAbout(resourceOf question: AccessQuestion, variables: Bool) -> Truth {
        func named(_ texts: [String]) -> Truth {
            texts.lazy.map { text in
                guard variables, PolicyVariables.hasVariables(text) else {
                    return Truth(WrittenPattern.matches(arn: text, question.resource))
                }
                switch PolicyVariables.pattern(text, in: question) {
                case nil: return .fails
                case .failure(let unsettled): return .depends(on: unsettled.key)
                case .success(let pattern): return Truth(ARNPattern(pattern).matches(question.resource))
                }
            }.any
        }
        if let others = negated["NotResource"] { return named(others.listed.compactMap(\.text)).negated }
        return resources.isEmpty ? .holds : named(resources)
    }
}

extension AccessStatement.Principals {
    /// Whether a caller is meant.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    func include(_ caller: AccessQuestion.Caller) -> Truth {
        if includesEveryone { return .holds }
        func names(_ type: String, _ name: String) -> Truth {
            Truth(!byType[type, default: []].allSatisfy { $0 != name && $0 != "*" })
        }
        switch caller {
        case .service(let name): return names("Service", name)
        case .federated(let provider): return names("Federated", provider)
        // By any type, even one that we do not know.
        case .stranger: return Truth(mayIncludeEveryone)
        case .everybody: return .fails
        case .account, .principal:
            // The canonical id of an account is not in its number.
            let canonical: Truth = byType["CanonicalUser"] == nil ? .fails : .depends(on: "CanonicalUser")
            return byType["AWS", default: []].map { includes($0, caller) }.any.or(canonical)
        }
    }

    private func includes(_ name: String, _ caller: AccessQuestion.Caller) -> Truth {
        guard let parts = ARNPattern.parts(name) else { return Truth(name == caller.account) }
        guard parts[4] == caller.account else { return .fails }
        if parts[5] == "root" { return .holds }
        switch caller {
        case .principal(let arn):
            // A session's name is not known beforehand.
            let role = ARNPattern.parts(arn)?[5].split(separator: "/").last.map(String.init) ?? ""
            if parts[2] == "sts", parts[5].hasPrefix("assumed-role/\(role)/") { return .depends(on: "aws:userid") }
            return Truth(name == arn)
        case .account: return .depends(on: "aws:PrincipalArn")
        case .service, .federated, .stranger, .everybody: return .fails
        }
    }
}
