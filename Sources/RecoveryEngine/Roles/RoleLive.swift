import RecoveryModel

extension RoleSubject {
    /// The role with its inline and attached policies.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let role = try state.role.get() else { return [] }
            let inline = try role.inlinePolicies.get().sorted { $0.key < $1.key }
            let attached = try role.attachedPolicies.get().sorted()
            return [
                LiveResource(
                    .role, policy.name, policy.name, arn: role.arn,
                    [
                        "RoleName": .string(policy.name), "Path": role.path.map(JSONValue.string),
                        "AssumeRolePolicyDocument": try role.trust.get().json,
                        "Policies": inline.isEmpty
                            ? nil
                            : .array(
                                inline.map { ["PolicyName": .string($0.key), "PolicyDocument": $0.value.json] }),
                        "ManagedPolicyArns": attached.isEmpty ? nil : .texts(attached),
                        "PermissionsBoundary": role.permissionsBoundary.map(JSONValue.string),
                    ])
            ]
        }
    }
}

extension RoleState.Role {
    /// Of the ARN `…:role/path/name`; nil without one.
    fileprivate var path: String? {
        guard let begin = arn.firstRange(of: ":role/")?.upperBound, let end = arn.lastIndex(of: "/"), begin <= end
        else { return nil }
        return "/\(arn[begin...end])"
    }
}
