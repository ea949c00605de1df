extension Manifest {
    static let identity: [Entry] = [
        Entry(
            "iam", "IAM",
            // Many roles at once, or one after the other.
            Use(
                .audit,
                calls: "GetAccountAuthorizationDetails GetRolePolicy ListAttachedRolePolicies ListRolePolicies"),
            // What drctl made and a policy has dropped: the tagging API lists no roles.
            Use(.audit, calls: "ListRoleTags ListRoles"),
            Use(.audit, .drill, calls: "GetRole"),
            Use(
                .apply,
                calls: """
                    CreateRole DeleteRolePolicy DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy
                    UpdateAssumeRolePolicy
                    """),
            Use(.drill, .changes, .preflight, calls: "SimulatePrincipalPolicy"),
            // What a boundary and a managed policy say.
            Use(.controls, calls: "GetPolicy GetPolicyVersion"),
            Use(.apply, calls: "GetAccountSummary"),
            // AWS Backup's role has managed policies.
            Use(.copies, calls: "AttachRolePolicy")
        ).with {
            $0.rules.omitted = [
                "GetAccountAuthorizationDetailsResponse": ["GroupDetailList", "UserDetailList"],
                "RoleDetail": ["InstanceProfileList"],
            ]
            $0.rules.decisive = [
                "EvaluationResult": ["EvalActionName", "EvalDecision"],
                "GetRolePolicyResponse": ["PolicyDocument"],
                "GetRoleResponse": ["Role"],
                "ListRolePoliciesResponse": ["PolicyNames"],
                "ResourceSpecificResult": ["EvalResourceDecision", "EvalResourceName"],
                "Role": ["Arn"],
            ]
        },
        Entry("sts", "STS", Use(.session, calls: "GetCallerIdentity")),
        Entry(
            "kms", "KMS",
            Use(.audit, calls: "GetKeyPolicy GetKeyRotationStatus"),
            Use(.audit, .apply, .drill, calls: "DescribeKey"),
            Use(
                .apply,
                calls: """
                    CancelKeyDeletion CreateAlias CreateKey EnableKey EnableKeyRotation ListKeys ListResourceTags
                    PutKeyPolicy
                    """),
            Use(.apply, .policies, calls: "ListAliases")
        ).with { $0.rules.decisive = ["KeyMetadata": ["KeyId"], "Tag": ["TagKey", "TagValue"]] },
        Entry(
            "secretsmanager", "SecretsManager",
            Use(.drill, .secrets, calls: "GetSecretValue"),
            Use(.controls, .secrets, calls: "DescribeSecret GetResourcePolicy"),
            Use(.recover, .secrets, calls: "CreateSecret PutSecretValue RestoreSecret")
        ),
    ]
}
