package import RecoveryModel

/// Which API operations can change what a control judges, by the names that CloudTrail has for them.
package enum SettingOperations {
    /// Those of the changes that fix it, and what undoes them; all of the kind where no change fixes it.
    package static func names(for finding: Finding) -> Set<String> {
        var names: Set<String> = []
        if case .changes(let changes)? = finding.remedy {
            for action in changes.flatMap(\.facts.actions) {
                names.formUnion(events[String(action.split(separator: ":").last ?? "")] ?? [])
            }
        }
        return names.isEmpty ? ofKind(finding.resource.kind) : names
    }

    /// All operations that change or remove a resource of the kind.
    package static func ofKind(_ kind: ResourceKind) -> Set<String> {
        switch kind {
        case .database: every(["ModifyDBInstance", "ModifyDBParameterGroup", "ModifyDBSnapshotAttribute"])
        case .cluster:
            every([
                "ModifyDBCluster", "ModifyDBInstance", "ModifyDBClusterParameterGroup",
                "ModifyDBClusterSnapshotAttribute",
            ])
        case .bucket:
            every([
                "CreateBucket", "PutEncryptionConfiguration", "PutBucketVersioning", "PutBucketPublicAccessBlock",
                "PutBucketOwnershipControls", "PutBucketPolicy", "PutLifecycleConfiguration",
                "PutBucketObjectLockConfiguration", "PutBucketLogging",
            ])
        case .key:
            every(["CreateAlias", "EnableKey", "CancelKeyDeletion", "PutKeyPolicy", "EnableKeyRotation"])
        case .role:
            every([
                "CreateRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "DetachRolePolicy",
                "PutRolePermissionsBoundary",
            ])
        case .topic: every(["CreateTopic", "SetTopicAttributes", "Subscribe"])
        case .alarm: every(["PutMetricAlarm"])
        case .eventSubscription: every(["CreateEventSubscription", "ModifyEventSubscription"])
        case .eventRule: every(["PutRule", "PutTargets"])
        case .dashboard: every(["PutDashboard"])
        case .secret: ["RotateSecret", "CancelRotateSecret", "DeleteSecret", "UpdateSecret", "PutResourcePolicy"]
        case .backupVault: every(["CreateBackupVault", "PutBackupVaultLockConfiguration"])
        case .backupPlan: every(["CreateBackupPlan", "UpdateBackupPlan", "CreateBackupSelection"])
        case .restoreTestingPlan:
            every([
                "CreateRestoreTestingPlan", "UpdateRestoreTestingPlan", "CreateRestoreTestingSelection",
                "UpdateRestoreTestingSelection",
            ])
        case .selfManaged, .drill, .policy: []
        }
    }

    private static func every(_ actions: [String]) -> Set<String> {
        actions.reduce(into: []) { $0.formUnion(events[$1] ?? []) }
    }

    /// By the IAM action of a change: the events that it and its contraries leave. Reads and tags are in none.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html for S3's own names
    private static let events: [String: Set<String>] = [
        "ModifyDBInstance": [
            "ModifyDBInstance", "DeleteDBInstance", "CreateDBInstance", "StopDBInstance", "StartDBInstance",
            "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceToPointInTime", "PromoteReadReplica",
        ],
        "ModifyDBCluster": [
            "ModifyDBCluster", "DeleteDBCluster", "CreateDBCluster", "StopDBCluster", "StartDBCluster",
            "RestoreDBClusterFromSnapshot", "RestoreDBClusterToPointInTime",
        ],
        "ModifyDBParameterGroup": [
            "ModifyDBParameterGroup", "ResetDBParameterGroup", "DeleteDBParameterGroup", "ModifyDBInstance",
        ],
        "CreateDBParameterGroup": ["DeleteDBParameterGroup", "ModifyDBInstance"],
        "ModifyDBClusterParameterGroup": [
            "ModifyDBClusterParameterGroup", "ResetDBClusterParameterGroup", "DeleteDBClusterParameterGroup",
            "ModifyDBCluster",
        ],
        "CreateDBClusterParameterGroup": ["DeleteDBClusterParameterGroup", "ModifyDBCluster"],
        "RebootDBInstance": ["ModifyDBInstance", "ModifyDBParameterGroup"],
        "RebootDBCluster": ["ModifyDBCluster", "ModifyDBClusterParameterGroup"],
        "ModifyDBSnapshotAttribute": ["ModifyDBSnapshotAttribute"],
        "ModifyDBClusterSnapshotAttribute": ["ModifyDBClusterSnapshotAttribute"],
        "CreateBucket": ["CreateBucket", "DeleteBucket"],
        "PutEncryptionConfiguration": ["PutBucketEncryption", "DeleteBucketEncryption"],
        "PutBucketVersioning": ["PutBucketVersioning"],
        "PutBucketPublicAccessBlock": [
            "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "PutPublicAccessBlock",
            "DeletePublicAccessBlock", "PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock",
        ],
        "PutBucketOwnershipControls": ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
        "PutBucketPolicy": ["PutBucketPolicy", "DeleteBucketPolicy"],
        "PutLifecycleConfiguration": [
            "PutBucketLifecycle", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle",
        ],
        "PutBucketObjectLockConfiguration": ["PutBucketObjectLockConfiguration", "PutObjectLockConfiguration"],
        "PutBucketLogging": ["PutBucketLogging"],
        "CreateKey": ["CreateKey", "CreateAlias", "UpdateAlias", "DeleteAlias", "ScheduleKeyDeletion"],
        "CreateAlias": ["CreateAlias", "UpdateAlias", "DeleteAlias"],
        "EnableKey": ["EnableKey", "DisableKey"],
        "CancelKeyDeletion": ["CancelKeyDeletion", "ScheduleKeyDeletion"],
        "PutKeyPolicy": ["PutKeyPolicy"],
        "EnableKeyRotation": ["EnableKeyRotation", "DisableKeyRotation"],
        "CreateRole": ["CreateRole", "DeleteRole"],
        "UpdateAssumeRolePolicy": ["UpdateAssumeRolePolicy"],
        "PutRolePolicy": ["PutRolePolicy", "DeleteRolePolicy"],
        "DeleteRolePolicy": ["PutRolePolicy", "DeleteRolePolicy"],
        "DetachRolePolicy": ["AttachRolePolicy", "DetachRolePolicy"],
        "PutRolePermissionsBoundary": ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"],
        "CreateTopic": ["CreateTopic", "DeleteTopic"],
        "SetTopicAttributes": ["SetTopicAttributes", "AddPermission", "RemovePermission"],
        "Subscribe": ["Subscribe", "Unsubscribe", "SetSubscriptionAttributes"],
        "PutMetricAlarm": ["PutMetricAlarm", "DeleteAlarms", "DisableAlarmActions", "EnableAlarmActions"],
        "CreateEventSubscription": ["CreateEventSubscription", "DeleteEventSubscription"],
        "ModifyEventSubscription": ["ModifyEventSubscription", "DeleteEventSubscription"],
        "AddSourceIdentifierToSubscription": [
            "AddSourceIdentifierToSubscription", "RemoveSourceIdentifierFromSubscription",
        ],
        "PutRule": ["PutRule", "DeleteRule", "DisableRule", "EnableRule"],
        "PutTargets": ["PutTargets", "RemoveTargets"],
        "PutDashboard": ["PutDashboard", "DeleteDashboards"],
        "CreateBackupVault": ["CreateBackupVault", "DeleteBackupVault"],
        "PutBackupVaultLockConfiguration": [
            "PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration",
        ],
        "CreateBackupPlan": ["CreateBackupPlan", "DeleteBackupPlan"],
        "UpdateBackupPlan": ["UpdateBackupPlan"],
        "CreateBackupSelection": ["CreateBackupSelection", "DeleteBackupSelection"],
        "CreateRestoreTestingPlan": ["CreateRestoreTestingPlan", "DeleteRestoreTestingPlan"],
        "UpdateRestoreTestingPlan": ["UpdateRestoreTestingPlan"],
        "CreateRestoreTestingSelection": ["CreateRestoreTestingSelection", "DeleteRestoreTestingSelection"],
        "UpdateRestoreTestingSelection": ["UpdateRestoreTestingSelection"],
        "AttachRolePolicy": ["AttachRolePolicy", "DetachRolePolicy"],
    ]
}
