import RecoveryModel

/// A role that AWS Backup assumes, with the policy of AWS's own that it needs.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
struct AWSBackupRole: Sendable {
    /// AWS's own policies, which AWS extends when jobs need more.
    enum Policy: String, Sendable {
        case backups = "AWSBackupServiceRolePolicyForBackup"
        case restores = "AWSBackupServiceRolePolicyForRestores"

        /// Some of what it allows, without which no job ends well: actions, and the resources of RDS that they are about.
        ///
        /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
        fileprivate var needed: [(actions: [String], resources: [String])] {
            switch self {
            case .backups:
                [
                    (["rds:DescribeDBInstances", "rds:CreateDBSnapshot", "rds:AddTagsToResource"], ["db:*"]),
                    (
                        ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots", "rds:CopyDBSnapshot"],
                        ["snapshot:awsbackup:*"]
                    ),
                    (["rds:DescribeDBClusters", "rds:CreateDBClusterSnapshot"], ["cluster:*"]),
                    (
                        ["rds:CreateDBClusterSnapshot", "rds:DescribeDBClusterSnapshots"],
                        ["cluster-snapshot:awsbackup:*"]
                    ),
                ]
            case .restores:
                [
                    (["rds:DescribeDBInstances", "rds:RestoreDBInstanceFromDBSnapshot"], ["db:*"]),
                    (["rds:DescribeDBSnapshots", "rds:RestoreDBInstanceFromDBSnapshot"], ["snapshot:awsbackup:*"]),
                    (["rds:DescribeDBClusters", "rds:RestoreDBClusterFromSnapshot"], ["cluster:*"]),
                    (["rds:RestoreDBClusterFromSnapshot"], ["cluster-snapshot:awsbackup:*"]),
                ]
            }
        }
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
    private let policy: Policy

    /// - Parameter remedy: What people can do instead of changing its trust policy, after a comma.
    init(_ name: String, in context: ControlContext, policy: Policy, remedy: String) {
        self.name = name
        self.context = context
        state =
            context.inventory.roles[name]
            ?? RoleState(name: name, role: .unavailable(.notCollected("iam:GetRole")))
        managedPolicy = "arn:\(context.target.place.partition):iam::aws:policy/service-role/\(policy.rawValue)"
        otherwise = remedy
        self.policy = policy
    }

    /// What keeps AWS Backup from using it; empty when nothing does.
    var faults: Collected<[String]> {
        state.role.flatMap { role -> Collected<[String]> in
            guard let role else { return .known(["not found"]) }
            return role.trust.flatMap { answer(of: $0, role.arn).settled("iam:GetRole") }.flatMap { answer in
                role.attachedPolicies.flatMap { attached in
                    let faults =
                        (answer.isRefusal ? ["AWS Backup may not assume it"] : [])
                        + (attached.contains(managedPolicy) ? [] : ["AWS's policy is not attached"])
                    // What is certainly wrong is a fault, whatever else cannot be settled.
                    guard faults.isEmpty else { return .known(faults + (denied(to: role).value ?? [])) }
                    return denied(to: role)
                }
            }
        }
    }

    /// What other policies of the role or its boundary keep it from, of what AWS's policy allows it.
    private func denied(to role: RoleState.Role) -> Collected<[String]> {
        if let failure = role.unreadPolicy(besides: managedPolicy) { return .unavailable(failure) }
        var others = role.readPolicy
        others.statements.removeAll { $0.effect == .allow }
        others.statements.append(AccessStatement(.allow, actions: ["*"], resources: ["*"]))
        return role.boundaryPolicy.flatMap { boundary in
            var refused: Set<String> = []
            var doubt: CollectionFailure?
            for (actions, resources) in policy.needed {
                for (action, resource) in actions.flatMap({ action in resources.map { (action, $0) } }) {
                    let question = AccessQuestion(
                        action, on: Pattern.example(of: context.target.place.arn("rds", resource)),
                        by: .principal(arn: role.arn), ["aws:SecureTransport": .value("true")])
                    let answers = [others.answer(question)] + (boundary.map { [$0.answer(question)] } ?? [])
                    if answers.contains(where: \.isRefusal) { refused.insert(action) }
                    doubt = doubt ?? answers.firstDoubt("iam:GetRolePolicy")
                }
            }
            if refused.isEmpty, let doubt { return .unavailable(doubt) }
            return .known(
                refused.isEmpty ? [] : ["another policy or its boundary denies \(Shown.text(refused.sorted()))"])
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
        guard present.attachedPolicies.value?.contains(managedPolicy) != true else {
            return .procedure(
                "Take away what denies the role \(name) what \(managedPolicy) allows, another policy or its boundary, "
                    + "\(otherwise).")
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
