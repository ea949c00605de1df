extension Change {
    /// The IAM actions that the change's calls need, the tagging of what they create included.
    ///
    /// https://docs.aws.amazon.com/service-authorization/latest/reference/
    package var actions: [String] {
        switch self {
        case .modifyDatabase: ["rds:ModifyDBInstance"]
        case .createParameterGroup: ["rds:CreateDBParameterGroup", "rds:AddTagsToResource"]
        case .setParameter: ["rds:ModifyDBParameterGroup"]
        case .rebootDatabase: ["rds:RebootDBInstance"]
        case .createBucket(_, let objectLock):
            objectLock
                ? ["s3:CreateBucket", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]
                : ["s3:CreateBucket"]
        case .putBucketEncryption: ["s3:PutEncryptionConfiguration"]
        case .enableBucketVersioning: ["s3:PutBucketVersioning"]
        case .putPublicAccessBlock: ["s3:PutBucketPublicAccessBlock"]
        case .disableBucketACLs: ["s3:PutBucketOwnershipControls"]
        case .putBucketPolicy: ["s3:PutBucketPolicy"]
        case .putBucketLifecycle: ["s3:PutLifecycleConfiguration"]
        case .putObjectLock: ["s3:PutBucketObjectLockConfiguration"]
        case .putBucketLogging: ["s3:PutBucketLogging"]
        case .createKey:
            // Listing finds a key that an interrupted run made and did not name.
            [
                "kms:ListAliases", "kms:ListKeys", "kms:ListResourceTags", "kms:CreateKey", "kms:TagResource",
                "kms:CreateAlias",
            ]
        case .enableKey: ["kms:EnableKey"]
        case .cancelKeyDeletion: ["kms:CancelKeyDeletion"]
        case .putKeyPolicy: ["kms:PutKeyPolicy"]
        case .enableKeyRotation: ["kms:EnableKeyRotation"]
        case .createRole(_, _, let boundary, _):
            ["iam:CreateRole", "iam:TagRole"] + (boundary == nil ? [] : ["iam:PutRolePermissionsBoundary"])
        case .updateRoleTrust: ["iam:UpdateAssumeRolePolicy"]
        case .putRolePolicy: ["iam:PutRolePolicy"]
        case .putRoleBoundary: ["iam:PutRolePermissionsBoundary"]
        case .deleteRolePolicy: ["iam:DeleteRolePolicy"]
        case .detachRolePolicy: ["iam:DetachRolePolicy"]
        case .createTopic: ["sns:CreateTopic", "sns:TagResource"]
        case .setTopicEncryption, .setTopicPolicy: ["sns:SetTopicAttributes"]
        case .subscribe: ["sns:Subscribe"]
        case .putAlarm: ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"]
        case .createEventSubscription: ["rds:CreateEventSubscription", "rds:AddTagsToResource"]
        case .modifyEventSubscription: ["rds:ModifyEventSubscription"]
        case .putDashboard: ["cloudwatch:PutDashboard"]
        }
    }
}
