import RecoveryModel

extension SettingOperations {
    private static let inline: Set = ["PutRolePolicy", "DeleteRolePolicy"]
    private static let attached: Set = ["AttachRolePolicy", "DetachRolePolicy"]
    /// A managed policy, such as a boundary, by its versions.
    private static let versions: Set = [
        "CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion", "DeletePolicy",
    ]
    private static let boundary: Set = ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"]

    /// What a role may do, and who may assume it.
    static let roleContent = inline.union(attached).union([
        "CreateRole", "DeleteRole", "UpdateAssumeRolePolicy",
    ])

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    static let roles: [ControlID: Set<String>] = {
        let settings: [ControlID: Set<String>] = [
            "roles.boundary": boundary, "roles.denied-by-boundary": boundary.union(inline).union(versions),
            "roles.exists": [], "roles.no-extra-policies": inline.union(attached),
            "roles.no-wildcards": inline.union(attached).union(versions),
            "roles.separation": inline.union(attached).union(versions), "roles.size": inline,
            "roles.statements-exact": inline, "roles.trust-exact": ["UpdateAssumeRolePolicy"],
        ]
        return settings.mapValues { $0.union(["CreateRole", "DeleteRole"]) }.merging(["roles.unused": []]) { $1 }
    }()

    /// https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
    static let secrets: [ControlID: Set<String>] = [
        "secrets.cross-account-grants": ["PutResourcePolicy", "DeleteResourcePolicy"],
        "secrets.policy-not-public": ["PutResourcePolicy", "DeleteResourcePolicy"],
        "secrets.encrypted-with-key": ["CreateSecret", "UpdateSecret"],
        "secrets.exists": ["CreateSecret", "DeleteSecret", "RestoreSecret"],
        "secrets.recovery-window": ["DeleteSecret", "RestoreSecret"],
        "secrets.replicated-when-needed": [
            "CreateSecret", "ReplicateSecretToRegions", "RemoveRegionsFromReplication", "StopReplicationToReplica",
        ],
        // RDS makes and deletes the secret of a master user with a setting of the database.
        "secrets.restorable-after-source-deletion": ["ModifyDBInstance", "ModifyDBCluster"],
        "secrets.rotation": ["RotateSecret", "CancelRotateSecret"],
    ]
}
