import AWSNames
import RecoveryModel

/// A role as the policy writes it, in which the trust may still be missing.
private struct RoleDraft: Sendable {
    var name = ""
    var trust: RolePolicy.Trust?
    var may: [RolePolicy.Duty] = []
    var permissionsBoundary: String?
}

private struct TrustDraft: Sendable {
    var githubActions: GitHubDraft?
    var account: AccountID?
    var mfa: Bool?
    var service: String?
}

private struct GitHubDraft: Sendable {
    var repository = ""
    var ref: String?
}

extension Shape where Value == RolePolicy {
    /// One entry of `roles`.
    static let role = Shape<RoleDraft>.record(.role, blank: RoleDraft()).converted(
        to: { draft, _, _, _ -> RolePolicy? in
            guard let trust = draft.trust else { return nil }
            var role = RolePolicy(name: draft.name, trust: trust, may: Set(draft.may).sorted())
            role.permissionsBoundary = draft.permissionsBoundary
            return role
        },
        from: { role in
            RoleDraft(
                name: role.name, trust: role.trust, may: role.may, permissionsBoundary: role.permissionsBoundary)
        })
}

extension Record<RoleDraft> {
    fileprivate static let role = Record(fields: [
        .required("name", \.name, .name(.role), "The role's name."),
        .alternative("trust", \.trust, .trust, "The principals that may assume the role.", isRequired: true),
        .required(
            "may", \.may, .list(of: .choice(RolePolicy.Duty.self), minimum: 1),
            "The role's duties. Its least-privilege policy is derived from the calls that they make."),
        .optional(
            "permissionsBoundary", \.permissionsBoundary,
            .arn("iam", example: "arn:aws:iam::123456789012:policy/boundary"),
            "The managed policy that is its permissions boundary."),
    ])
}

extension Shape where Value == RolePolicy.Trust {
    fileprivate static let trust = Shape<TrustDraft>.record(.trust, blank: TrustDraft()).converted(
        to: { draft, node, path, reader -> RolePolicy.Trust? in
            if draft.account == nil, let mfa = node["mfa"] {
                let refusal = Refusal(
                    "invalid-value", "`mfa` requires `account`",
                    hint: "delete `mfa`, or trust an `account`")
                reader.report(refusal, at: path.appending("mfa"), mfa.location)
                return nil
            }
            if let github = draft.githubActions {
                return .githubActions(repository: github.repository, ref: github.ref)
            }
            if let account = draft.account { return .account(account, mfa: draft.mfa ?? false) }
            return draft.service.map(RolePolicy.Trust.service)
        },
        from: { trust in
            switch trust {
            case .githubActions(let repository, let ref):
                TrustDraft(githubActions: GitHubDraft(repository: repository, ref: ref))
            case .account(let account, let mfa): TrustDraft(account: account, mfa: mfa ? true : nil)
            case .service(let service): TrustDraft(service: service)
            }
        })
}

extension Record<TrustDraft> {
    fileprivate static let trust = Record(
        fields: [
            .alternative(
                "githubActions", \.githubActions, .record(.githubActions, blank: GitHubDraft()),
                "A GitHub Actions workflow, through OpenID Connect."),
            .alternative("account", \.account, .account, "The principals of an account."),
            .alternative("mfa", \.mfa, .flag, "Require multi-factor authentication. For an `account`."),
            .alternative(
                "service", \.service,
                .text(
                    "AWS service such as `backup.amazonaws.com`", pattern: "^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$",
                    hint: "write it as `backup.amazonaws.com`"
                ) { text in
                    let isNamed = text.hasSuffix(".amazonaws.com") || text.hasSuffix(".amazonaws.com.cn")
                    return isNamed
                        && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || ".-".contains($0)) }
                },
                "An AWS service."),
        ],
        exactlyOneOf: ["githubActions", "account", "service"])
}

extension Record<GitHubDraft> {
    fileprivate static let githubActions = Record(fields: [
        .required(
            "repository", \.repository,
            .text(
                "repository such as `example/knowledge-base`", pattern: "^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$",
                hint: "write `OWNER/NAME`"
            ) { text in
                let parts = text.split(separator: "/", omittingEmptySubsequences: false)
                return parts.count == 2
                    && parts.allSatisfy { part in
                        !part.isEmpty
                            && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
                    }
            }, "`OWNER/NAME`."),
        .optional(
            "ref", \.ref,
            .text("ref such as `refs/heads/main`", pattern: "^refs/.+$", hint: "write it in full: `refs/heads/main`") {
                $0.hasPrefix("refs/") && $0.allSatisfy { !$0.isWhitespace }
            }, "The full ref that may assume it. Without it any branch may, including those of pull requests."),
    ])
}
