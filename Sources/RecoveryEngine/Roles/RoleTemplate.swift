import RecoveryModel

extension RoleSubject {
    private static let condition = "CreatesGitHubIdentityProvider"

    /// The issuer of GitHub's tokens; nil for a role that is not assumed from GitHub.
    private var githubIssuer: String? {
        if case .githubActions(let github) = policy.trust { github.issuer } else { nil }
    }

    /// GitHub's identity provider, which the trust policy names: an account has one for all of its roles, so it is made
    /// only where it does not exist yet.
    ///
    /// https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments
    var providerFragments: [TemplateFragment] {
        guard let issuer = githubIssuer else { return [] }
        let (type, name) = (TemplateType.identityProvider, "github")
        return [
            TemplateFragment(type, name, "Url", value: .string("https://\(issuer)")),
            TemplateFragment(type, name, "ClientIdList", value: ["sts.amazonaws.com"]),
            TemplateFragment(
                type, name,
                .condition(
                    Self.condition,
                    ["Fn::Equals": [TemplateParameter.reference(TemplateParameter.identityProvider), "create"]])),
        ]
    }

    /// The trust policy, which names the provider of the same stack where that is made.
    func templateTrust(_ trust: AccessPolicy) -> JSONValue {
        guard let issuer = githubIssuer else { return trust.json }
        let arn = context.target.place.arn("iam", "oidc-provider/\(issuer)")
        return trust.json.replacing(
            arn,
            with: [
                "Fn::If": [
                    .string(Self.condition), TemplateFragment.arn(.identityProvider, "github"), .string(arn),
                ]
            ])
    }

    var parameters: [String: JSONValue] {
        guard let issuer = githubIssuer else { return [:] }
        return [
            TemplateParameter.identityProvider: [
                "Type": "String", "AllowedValues": ["create", "exists"],
                "Description": .string(
                    "Whether the account has the identity provider \(issuer) already: it can have one"),
            ]
        ]
    }
}

extension JSONValue {
    /// The value with another one in the place of each text that is exactly this one.
    fileprivate func replacing(_ text: String, with other: JSONValue) -> JSONValue {
        switch self {
        case .string(text): other
        case .array(let elements): .array(elements.map { $0.replacing(text, with: other) })
        case .object(let members): .object(members.mapValues { $0.replacing(text, with: other) })
        default: self
        }
    }
}
