import RecoveryModel

extension RoleSubject {
    static let githubIssuer = "token.actions.githubusercontent.com"

    /// Who may assume the role, as its trust policy.
    var trustPolicy: AccessPolicy {
        switch policy.trust {
        case .githubActions(let repository, let ref):
            // https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments
            let issuer = Self.githubIssuer
            let subject = "repo:\(repository):" + (ref.map { "ref:\($0)" } ?? "*")
            var condition = ["StringEquals": ["\(issuer):aud": ["sts.amazonaws.com"]]]
            condition[ref == nil ? "StringLike" : "StringEquals", default: [:]]["\(issuer):sub"] = [subject]
            let provider = context.target.place.arn("iam", "oidc-provider/\(issuer)")
            return AccessPolicy(statements: [
                AccessStatement(
                    .allow, principals: .init("Federated", [provider]), actions: ["sts:AssumeRoleWithWebIdentity"],
                    resources: [], condition: condition)
            ])
        case .account(let account, let mfa):
            return AccessPolicy(statements: [
                AccessStatement(
                    .allow, principals: .init("AWS", ["arn:\(context.target.place.partition):iam::\(account):root"]),
                    actions: ["sts:AssumeRole"], resources: [],
                    condition: mfa ? ["Bool": ["aws:MultiFactorAuthPresent": ["true"]]] : [:])
            ])
        case .service(let name):
            return AccessPolicy(statements: [
                AccessStatement(
                    .allow, principals: .init("Service", [name]), actions: ["sts:AssumeRole"], resources: [],
                    condition: ["StringEquals": ["aws:SourceAccount": [context.target.place.account]]])
            ])
        }
    }

    /// The inline policies that the duties need, by name.
    var dutyPolicies: [String: AccessPolicy] { context.target.rolePolicies[policy.name] ?? [:] }
}

extension AccessPolicy {
    /// True when both have the same statements, whatever their order and Sids.
    func grantsSame(as other: AccessPolicy) -> Bool {
        func bare(_ policy: AccessPolicy) -> Set<AccessStatement> {
            Set(
                policy.statements.map {
                    var statement = $0
                    statement.sid = nil
                    return statement
                })
        }
        return bare(self) == bare(other)
    }

    /// Who may assume the role, for people.
    var shownPrincipals: String {
        statements.map { statement in
            let who = statement.principals.map { principals in
                principals.everyone ? "everybody" : principals.byType.values.joined().sorted().joined(separator: ", ")
            }
            let conditions = statement.condition.keys.sorted().flatMap { name in
                statement.condition[name, default: [:]].sorted { $0.key < $1.key }
                    .map { "\($0.key) \($0.value.joined(separator: "|"))" }
            }
            return (who ?? "nobody") + (conditions.isEmpty ? "" : " when \(conditions.joined(separator: " and "))")
        }
        .joined(separator: "; ")
    }
}
