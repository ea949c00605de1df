import RecoveryModel

extension RoleSubject {
    /// Who may assume the role, as its trust policy.
    var trustPolicy: AccessPolicy {
        switch policy.trust {
        case .githubActions(let github):
            // https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments
            let issuer = github.issuer
            let isOpen = github.subjects.contains { $0.contains("*") }
            var condition = ["StringEquals": ["\(issuer):aud": ["sts.amazonaws.com"]]]
            condition[isOpen ? "StringLike" : "StringEquals", default: [:]]["\(issuer):sub"] = github.subjects
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

    /// How a trust policy differs in effect from what is required.
    ///
    /// A repository with immutable subjects has the numbers of its owner and itself in them. Where the policy gives no
    /// numbers, a subject of the same names with numbers is the same repository.
    func differences(ofTrust policy: AccessPolicy) -> [String] {
        let wanted = trustPolicy
        let differences = policy.differences(from: wanted)
        guard !differences.isEmpty, case .githubActions(let github) = self.policy.trust, github.ownerID == nil,
            github.repositoryID == nil
        else { return differences }
        return policy.withoutNumbers(of: github).differences(from: wanted)
    }

    /// The inline policies that the duties need, by name.
    var dutyPolicies: [String: AccessPolicy] { context.target.rolePolicies[policy.name] ?? [:] }
}

extension AccessPolicy {
    /// The same with the plain subjects of a repository in the place of its immutable ones.
    fileprivate func withoutNumbers(of github: GitHubTrust) -> AccessPolicy {
        var plain = self
        for index in plain.statements.indices {
            plain.statements[index].condition = plain.statements[index].condition.mapValues { keys in
                keys.mapValues { values in values.map { $0.withoutNumbers(of: github.repository) } }
            }
        }
        return plain
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

extension String {
    /// `repo:OWNER/NAME:…` of `repo:OWNER@1/NAME@2:…`; the text as it is where that is not the repository.
    fileprivate func withoutNumbers(of repository: String) -> String {
        let parts = split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "repo" else { return self }
        let names = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        let plain = names.map { name -> Substring in
            let halves = name.split(separator: "@", omittingEmptySubsequences: false)
            let hasNumber =
                halves.count == 2 && !halves[1].isEmpty && halves[1].allSatisfy { $0.isASCII && $0.isNumber }
            return hasNumber ? halves[0] : name
        }.joined(separator: "/")
        return plain == repository ? "repo:\(repository):\(parts[2])" : self
    }
}
