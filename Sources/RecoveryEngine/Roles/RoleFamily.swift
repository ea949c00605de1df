import RecoveryModel

/// A role with what the policy requires of it.
struct RoleSubject: Subject {
    let context: ControlContext
    let entry: Int?
    let policy: RolePolicy
    let state: RoleState

    var resource: ResourceReference { ResourceReference(.role, policy.name) }
}

extension Family {
    static let roles = Family(
        .role,
        controls: [
            .roleExists, .roleTrust, .roleStatements, .roleNoExtraPolicies, .roleBoundary, .roleWithinBoundary,
            .roleNoWildcards, .roleSeparation, .roleUnused, .roleSize,
        ],
        subjects: { context in
            context.policy.roles.enumerated().map { entry, policy in
                RoleSubject(
                    context: context, entry: entry, policy: policy,
                    state: context.inventory.roles[policy.name]
                        ?? RoleState(name: policy.name, role: .unavailable(.notCollected("iam:GetRole"))))
            }
        },
        reads: { target in
            // A boundary may be a policy of AWS's own, whose ARN has no account. The roles of services are read with the others.
            let names = target.policy.roles.map(\.name) + target.serviceRoles
            return (target.listsRoles ? [Need("iam:GetAccountAuthorizationDetails", "*")] : [])
                + (names.isEmpty ? [] : [Need].all(["iam:GetPolicy", "iam:GetPolicyVersion"], on: "*"))
                + names.flatMap { name -> [Need] in
                    .all(
                        [
                            "iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
                        ], on: "role/\(name)")
                }
        },
        imagine: { target, account, inventory in
            let stranger = AccessPolicy(statements: [AccessStatement(.allow, actions: ["*"], resources: ["*"])])
            for role in target.policy.roles {
                let there = RoleState.Role(
                    arn: target.place.arn("iam", "role/\(role.name)"),
                    trust: .known(AccessPolicy(statements: [])),
                    inlinePolicies: .known(account == .altered ? ["somebody": stranger] : [:]),
                    attachedPolicies: .known(account == .altered ? ["*"] : []))
                inventory.roles[role.name] = RoleState(name: role.name, role: .known(account == .empty ? nil : there))
            }
        },
        parameters: { $0.parameters },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}
