/// What drctl changes of IAM roles.
package enum RoleChange: Hashable, Codable, Sendable {
    case create(name: String, trust: AccessPolicy, boundary: String?, tags: [String: String])
    case putTrust(role: String, Edit<AccessPolicy>)
    case putPolicy(role: String, name: String, Edit<AccessPolicy>)
    case putBoundary(role: String, Edit<String>)
    /// With the document, so that what is deleted is not lost.
    case deletePolicy(role: String, name: String, was: AccessPolicy)
    case detachPolicy(role: String, arn: String)
    /// A managed policy of AWS's own, such as that of AWS Backup's role.
    case attachPolicy(role: String, arn: String)

    /// The description of a role that drctl makes.
    package static let summary = "Created by drctl"

    package var facts: ChangeFacts {
        switch self {
        case .create(let name, let trust, let boundary, let tags):
            return Self.facts(
                name, .createRoles, "create role \(name)",
                ["iam:CreateRole", "iam:TagRole"] + (boundary == nil ? [] : ["iam:PutRolePermissionsBoundary"])
            ).creating(tags: tags, [("permissions boundary", boundary)], [("trust policy", trust)])
        case .putTrust(let role, let document):
            var facts = Self.facts(
                role, .setRoles, "write the trust policy of role \(role)",
                ["iam:UpdateAssumeRolePolicy", "iam:GetRole"]
            ).writing(document, as: "the trust policy of role \(role)") { _ in false }
            let shutOut = (document.before?.trusted ?? []).subtracting(document.after.trusted)
            facts.takesAway += shutOut.sorted().map { "access of \($0)" }
            return facts
        case .putPolicy(let role, let name, let document):
            return Self.facts(
                role, .setRoles, "write the inline policy \(name) of role \(role)",
                ["iam:PutRolePolicy", "iam:GetRolePolicy"]
            ).writing(document, as: "the inline policy \(name) of role \(role)") { _ in name.hasPrefix("drctl-") }
        case .putBoundary(let role, let arn):
            var facts = Self.facts(
                role, .setRoles, "set the permissions boundary of role \(role)", ["iam:PutRolePermissionsBoundary"],
                [arn.setting("permissions boundary")])
            facts.takesAway = arn.before.map { ["permissions boundary \($0)"] } ?? []
            return facts
        case .deletePolicy(let role, let name, let was):
            var facts = Self.facts(
                role, .removeGrants, "delete the inline policy \(name) of role \(role)",
                ["iam:DeleteRolePolicy", "iam:GetRolePolicy"],
                [ChangeFacts.Setting(name: "document", before: was.json.compact, after: nil)])
            facts.effect = .remove
            facts.documents = [DocumentEdit(was, to: nil)]
            // Of a duty that the role no longer has: drctl's own.
            let isOurs = RolePolicy.Duty.allCases.contains { name == "drctl-\($0.rawValue)" }
            facts.takesAway = isOurs ? [] : ["inline policy \(name)"]
            facts.precondition = .init("the inline policy \(name) of role \(role)", was)
            return facts
        case .attachPolicy(let role, let arn):
            return ChangeFacts(
                ResourceReference(.role, role), .setRoles, "attach \(arn) to role \(role)",
                needs: [
                    Need("iam:AttachRolePolicy", "role/\(role)", when: ["StringEquals": ["iam:PolicyARN": [arn]]])
                ])
        case .detachPolicy(let role, let arn):
            var facts = Self.facts(role, .removeGrants, "detach \(arn) from role \(role)", ["iam:DetachRolePolicy"])
            facts.effect = .remove
            facts.takesAway = ["managed policy \(arn)"]
            return facts
        }
    }

    private static func facts(
        _ role: String, _ stage: Stage, _ summary: String, _ actions: [String],
        _ details: [ChangeFacts.Setting] = []
    ) -> ChangeFacts {
        ChangeFacts(ResourceReference(.role, role), stage, summary, needs: .all(actions, on: "role/\(role)"), details)
    }
}

extension AccessPolicy {
    /// Whom a trust policy lets in: for a provider the subjects of its tokens, otherwise the principals.
    fileprivate var trusted: Set<String> {
        Set(
            statements.filter { $0.effect == .allow }.flatMap { statement -> [String] in
                let subjects = statement.condition.values.flatMap { keys in
                    keys.filter { $0.key.lowercased().hasSuffix(":sub") }.flatMap(\.value)
                }
                guard let principals = statement.principals, subjects.isEmpty else { return subjects }
                return principals.everyone ? ["everybody"] : principals.byType.values.flatMap(\.self)
            })
    }
}
