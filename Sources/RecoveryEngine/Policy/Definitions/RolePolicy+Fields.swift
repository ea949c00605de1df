import AWSNames
import RecoveryModel

/// A role as the policy writes it, in which the trust may still be missing.
private struct RoleDraft: Sendable {
    var name = ""
    var trust: RolePolicy.Trust?
    var may: [RolePolicy.Duty] = []
    var permissionsBoundary: String?
    var usedWithin: TimeSpan?
}

private struct TrustDraft: Sendable {
    var githubActions: GitHubTrust?
    var account: AccountID?
    var mfa: Bool?
    var service: String?
}

extension Shape where Value == RolePolicy {
    /// One entry of `roles`.
    static let role = Shape<RoleDraft>.record(.role, blank: RoleDraft()).converted(
        to: { draft, _, _, _ -> RolePolicy? in
            guard let trust = draft.trust else { return nil }
            var role = RolePolicy(name: draft.name, trust: trust, may: Set(draft.may).sorted())
            role.permissionsBoundary = draft.permissionsBoundary
            role.usedWithin = draft.usedWithin
            return role
        },
        from: { role in
            RoleDraft(
                name: role.name, trust: role.trust, may: role.may, permissionsBoundary: role.permissionsBoundary,
                usedWithin: role.usedWithin)
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
        .optional(
            "usedWithin", \.usedWithin, .days(1...400),
            "The role must have been used within this time: one that nobody uses any more is worth stealing only."),
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
                return .githubActions(github)
            }
            if let account = draft.account { return .account(account, mfa: draft.mfa ?? false) }
            return draft.service.map(RolePolicy.Trust.service)
        },
        from: { trust in
            switch trust {
            case .githubActions(let github): TrustDraft(githubActions: github)
            case .account(let account, let mfa): TrustDraft(account: account, mfa: mfa ? true : nil)
            case .service(let service): TrustDraft(service: service)
            }
        })
}

extension Record<TrustDraft> {
    fileprivate static let trust = Record(
        fields: [
            .alternative(
                "githubActions", \.githubActions, .record(.githubActions, blank: GitHubTrust(repository: "")),
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

extension Record<GitHubTrust> {
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
            "ref", \.ref, .ref,
            "The full ref that may assume it. Without it any branch may, including those of pull requests."),
        .defaulted("refs", \.refs, .list(of: .ref, minimum: 1), "Several full refs.", fallback: ""),
        .defaulted(
            "tags", \.tags, .list(of: .subjectName("tag such as `v1.0` or `v*`"), minimum: 1),
            "Tags that may assume it; `*` stands for any text.", fallback: ""),
        .defaulted(
            "environments", \.environments, .list(of: .subjectName("environment such as `production`"), minimum: 1),
            "Environments whose jobs may assume it: their subject names the environment, not the ref.", fallback: ""),
        .defaulted(
            "pullRequests", \.pullRequests, .flag, "Workflows of pull requests may assume it too.", fallback: "false"),
        .optional(
            "ownerId", \.ownerID, .number,
            "The owner's number, for repositories with immutable subjects (`repo:OWNER@ID/NAME@ID:…`)."),
        .optional("repositoryId", \.repositoryID, .number, "The repository's number, likewise."),
        .defaulted(
            "issuer", \.issuer,
            .text(
                "issuer such as `token.actions.githubusercontent.com/example`", pattern: "^[A-Za-z0-9./_-]+$",
                hint: "write it without `https://`"
            ) { text in
                !text.isEmpty && !text.hasSuffix("/")
                    && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
            },
            "The issuer of the tokens without `https://`, where an enterprise has one of its own.",
            fallback: GitHubTrust.publicIssuer),
    ])
}

extension Shape where Value == String {
    fileprivate static let ref = text(
        "ref such as `refs/heads/main`", pattern: "^refs/.+$", hint: "write it in full: `refs/heads/main`"
    ) {
        $0.hasPrefix("refs/") && $0.allSatisfy { !$0.isWhitespace }
    }

    fileprivate static let number = text(
        "number such as `123456`", pattern: "^[0-9]+$", hint: "write the number that GitHub's API gives as `id`"
    ) { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }

    fileprivate static func subjectName(_ label: String) -> Shape {
        text(label, pattern: "^[^:\\s]+$", hint: "write the name alone") { text in
            !text.isEmpty && text.allSatisfy { !$0.isWhitespace && $0 != ":" }
        }
    }
}
