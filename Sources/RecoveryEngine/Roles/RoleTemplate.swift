import RecoveryModel

extension RoleSubject {
    private static let condition = "CreatesGitHubIdentityProvider"

    private var isAssumedFromGitHub: Bool {
        if case .githubActions = policy.trust { true } else { false }
    }

    /// GitHub's identity provider, which the trust policy names: an account has one for all of its roles, so it is made
    /// only where it does not exist yet.
    ///
    /// https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments
    var providerFragments: [TemplateFragment] {
        guard isAssumedFromGitHub else { return [] }
        let (type, name) = (TemplateType.identityProvider, "github")
        return [
            TemplateFragment(type, name, "Url", value: .string("https://\(Self.githubIssuer)")),
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
        let arn = context.target.place.arn("iam", "oidc-provider/\(Self.githubIssuer)")
        guard isAssumedFromGitHub else { return trust.json }
        return trust.json.replacing(
            arn,
            with: [
                "Fn::If": [
                    .string(Self.condition), TemplateFragment.arn(.identityProvider, "github"), .string(arn),
                ]
            ])
    }

    var parameters: [String: JSONValue] {
        guard isAssumedFromGitHub else { return [:] }
        return [
            TemplateParameter.identityProvider: [
                "Type": "String", "AllowedValues": ["create", "exists"],
                "Description": .string(
                    "Whether the account has the identity provider \(Self.githubIssuer) already: it can have one"),
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
