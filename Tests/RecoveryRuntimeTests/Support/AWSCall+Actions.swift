import AWSCore
import RecoveryModel

/// The IAM actions that AWS asks a caller of an operation for.
///
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
extension AWSCall {
    /// All of them, with those that only some parameters need.
    var actions: Set<String> {
        let action = Self.otherNames[operation] ?? operation.replacing("monitoring:", with: "cloudwatch:")
        var actions: Set = [action]
        actions.formUnion(backupActions)
        if hasTags, let tagging = Self.tagging[operation] { actions.insert(tagging) }
        if operation == "rds:StartDBInstanceAutomatedBackupsReplication", parameters["KmsKeyId"] != nil {
            actions.formUnion(["kms:CreateGrant", "kms:DescribeKey"])
        }
        if operation == "iam:CreateRole", parameters["PermissionsBoundary"] != nil {
            actions.insert("iam:PutRolePermissionsBoundary")
        }
        // The role of the configuration is passed to S3.
        if operation == "s3:PutBucketReplication" { actions.insert("iam:PassRole") }
        if operation == "s3:CreateBucket", headers["x-amz-bucket-object-lock-enabled"] == "true" {
            actions.formUnion(["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"])
        }
        return actions
    }

    private var hasTags: Bool {
        json["Tags"] != nil || parameters.keys.contains { $0.hasPrefix("Tags.") } || body.contains("<Tags>")
    }

    /// The operations whose action has another name.
    private static let otherNames = [
        "s3:HeadBucket": "s3:ListBucket",
        "s3:ListObjectsV2": "s3:ListBucket",
        "s3:ListBuckets": "s3:ListAllMyBuckets",
        "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
        "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
        "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
        "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
        "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
        "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
        "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
        "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
        "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    ]

    /// What tags on a new resource need besides.
    private static let tagging = [
        "events:PutRule": "events:TagResource",
        "s3:CreateBucket": "s3:TagResource",
        "rds:CreateDBParameterGroup": "rds:AddTagsToResource",
        "rds:CreateDBClusterParameterGroup": "rds:AddTagsToResource",
        "rds:CreateEventSubscription": "rds:AddTagsToResource",
        "kms:CreateKey": "kms:TagResource",
        "iam:CreateRole": "iam:TagRole",
        "sns:CreateTopic": "sns:TagResource",
        "monitoring:PutMetricAlarm": "cloudwatch:TagResource",
    ]
}
