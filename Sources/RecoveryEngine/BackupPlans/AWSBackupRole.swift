import RecoveryModel

/// A role that AWS Backup assumes, with the policy of AWS's own that it needs.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
struct AWSBackupRole: Sendable {
    /// AWS's own policies, which AWS extends when jobs need more.
    enum Policy: String, Sendable {
        case backups = "AWSBackupServiceRolePolicyForBackup"
        case restores = "AWSBackupServiceRolePolicyForRestores"
    }

    /// What lets AWS Backup assume a role.
    static let trust = AccessPolicy.assumable(by: service)
    private static let service = "backup.amazonaws.com"

    let name: String
    private let context: ControlContext
    private let state: RoleState
    /// AWS's own policy, of the account's partition.
    let managedPolicy: String
    /// What else people can do about a trust policy.
    private let otherwise: String

    /// - Parameter remedy: What people can do instead of changing its trust policy, after a comma.
    init(_ name: String, in context: ControlContext, policy: Policy, remedy: String) {
        self.name = name
        self.context = context
        state =
            context.inventory.roles[name]
            ?? RoleState(name: name, role: .unavailable(.notCollected("iam:GetRole")))
        managedPolicy = "arn:\(context.target.place.partition):iam::aws:policy/service-role/\(policy.rawValue)"
        otherwise = remedy
    }

    /// What keeps AWS Backup from using it; empty when nothing does.
    var faults: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known(["not found"]) }
            return role.trust.flatMap { answer(of: $0, role.arn).settled("iam:GetRole") }.flatMap { answer in
                role.attachedPolicies.map { attached in
                    (answer.isRefusal ? ["AWS Backup may not assume it"] : [])
                        + (attached.contains(managedPolicy) ? [] : ["AWS's policy is not attached"])
                }
            }
        }
    }

    /// Whether a trust policy lets AWS Backup assume the role, for this account.
    private func answer(of trust: AccessPolicy, _ role: String) -> AccessAnswer {
        trust.answer(toAssumptionOf: role, by: Self.service, in: context.target.place)
    }

    /// Creates it, or attaches AWS's policy.
    var remedy: Remedy {
        let attach = Change.role(.attachPolicy(role: name, arn: managedPolicy))
        guard case .known(let present?) = state.role else {
            return .changes([
                .role(.create(name: name, trust: Self.trust, boundary: nil, tags: context.target.tags)), attach,
            ])
        }
        guard case .known(let trust) = present.trust, !answer(of: trust, present.arn).isRefusal else {
            return .procedure(
                "Let backup.amazonaws.com assume the role \(name) in its trust policy, \(otherwise).")
        }
        return .changes([attach])
    }

    /// The role as CloudFormation declares it.
    var fragments: [TemplateFragment] {
        [
            TemplateFragment(.role, name, "RoleName", value: .string(name)),
            TemplateFragment(.role, name, "Description", value: .string(RoleChange.summary)),
            TemplateFragment(.role, name, "AssumeRolePolicyDocument", value: Self.trust.json),
            TemplateFragment(.role, name, "ManagedPolicyArns", value: .texts([managedPolicy])),
        ]
    }
}

extension RoleState {
    /// The role in an account that is not there.
    static func imagined(
        _ name: String, _ target: Target, _ account: ImaginedAccount, _ trust: AccessPolicy = AWSBackupRole.trust
    ) -> RoleState {
        let role = RoleState.Role(
            arn: target.place.arn("iam", "role/\(name)"), trust: .known(trust),
            inlinePolicies: .known([:]), attachedPolicies: .known([]))
        return RoleState(name: name, role: .known(account == .empty ? nil : role))
    }
}
