package import RecoveryModel

/// The least privilege of each duty, for one policy: the calls that drctl really makes, on the resources that it names.
///
/// https://docs.aws.amazon.com/service-authorization/latest/reference/
package enum DutyStatements {
    /// The statements of a duty.
    package static func statements(for duty: RolePolicy.Duty, in context: ControlContext) -> [AccessStatement] {
        let scope = DutyScope(context: context)
        return switch duty {
        case .audit: audit(scope)
        case .apply: audit(scope) + apply(scope)
        case .drill: drill(scope)
        case .backup: backup(scope)
        case .restore: restore(scope)
        }
    }

    private static func audit(_ scope: DutyScope) -> [AccessStatement] {
        [
            // These have no resource level, or list.
            AccessStatement(
                sid: "ReadDatabasesAndAlarms", .allow,
                actions: [
                    "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBSnapshotAttributes",
                    "rds:DescribeDBInstanceAutomatedBackups", "rds:DescribeDBParameters",
                    "rds:DescribeEventSubscriptions", "cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard",
                    "kms:ListAliases", "s3:GetAccountPublicAccessBlock",
                ], resources: ["*"]),
            AccessStatement(
                sid: "ReadClusters", .allow,
                actions: [
                    "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusterSnapshotAttributes",
                ], resources: scope.hasClusters ? ["*"] : []),
            AccessStatement(
                sid: "ReadBuckets", .allow,
                actions: [
                    "s3:ListBucket", "s3:GetEncryptionConfiguration", "s3:GetBucketVersioning",
                    "s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicy", "s3:GetLifecycleConfiguration",
                    "s3:GetBucketObjectLockConfiguration", "s3:GetBucketLogging", "s3:GetBucketOwnershipControls",
                ], resources: scope.buckets),
            AccessStatement(
                sid: "ReadKeys", .allow, actions: ["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:GetKeyPolicy"],
                resources: scope.keys),
            AccessStatement(
                sid: "ReadRoles", .allow,
                actions: [
                    "iam:GetRole", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
                ], resources: scope.roles),
            AccessStatement(
                sid: "ReadTopic", .allow, actions: ["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
                resources: scope.topics),
            publishMetrics(scope),
        ].filter { !$0.resources.isEmpty }
    }

    /// Ages and heartbeats, into the namespace of our alarms and no other.
    private static func publishMetrics(_ scope: DutyScope) -> AccessStatement {
        AccessStatement(
            sid: "PublishMetrics", .allow, actions: ["cloudwatch:PutMetricData"],
            resources: scope.databases.isEmpty && !scope.hasClusters ? [] : ["*"],
            condition: ["StringEquals": ["cloudwatch:namespace": [RequiredAlarms.namespace]]])
    }

    private static func apply(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "ChangeDatabases", .allow,
                actions: [
                    "rds:ModifyDBInstance", "rds:RebootDBInstance", "rds:CreateDBParameterGroup",
                    "rds:ModifyDBParameterGroup", "rds:AddTagsToResource",
                ], resources: scope.databases + scope.parameterGroups + scope.eventSubscriptions),
            AccessStatement(
                sid: "ChangeBuckets", .allow,
                actions: [
                    "s3:CreateBucket", "s3:PutEncryptionConfiguration", "s3:PutBucketVersioning",
                    "s3:PutBucketPublicAccessBlock", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration",
                    "s3:PutBucketObjectLockConfiguration", "s3:PutBucketLogging", "s3:PutBucketOwnershipControls",
                ], resources: scope.buckets),
            AccessStatement(
                sid: "CreateKeys", .allow,
                actions: [
                    "kms:CreateKey", "kms:TagResource", "kms:ListKeys", "kms:ListResourceTags",
                ], resources: ["*"]),
            AccessStatement(
                sid: "ChangeKeys", .allow,
                actions: [
                    "kms:CreateAlias", "kms:EnableKey", "kms:CancelKeyDeletion", "kms:EnableKeyRotation",
                    "kms:PutKeyPolicy",
                ], resources: scope.keys),
            AccessStatement(
                sid: "ChangeRoles", .allow,
                actions: [
                    "iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy",
                    "iam:PutRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
                ], resources: scope.roles),
            AccessStatement(
                sid: "ChangeTopic", .allow,
                actions: ["sns:CreateTopic", "sns:TagResource", "sns:SetTopicAttributes", "sns:Subscribe"],
                resources: scope.topics),
            AccessStatement(
                sid: "ChangeAlarms", .allow,
                actions: [
                    "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:PutDashboard",
                    "rds:CreateEventSubscription", "rds:ModifyEventSubscription",
                ], resources: ["*"]),
        ].filter { !$0.resources.isEmpty }
    }

    private static func drill(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "SeeSources", .allow,
                actions: [
                    "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBInstanceAutomatedBackups",
                    "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots", "rds:DescribeDBSubnetGroups",
                    "rds:DescribeDBParameterGroups", "rds:DescribeDBClusterParameterGroups", "rds:DescribeEvents",
                    "rds:DescribeAccountAttributes",
                    "cloudtrail:LookupEvents", "rds:ListTagsForResource", "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets", "kms:DescribeKey",
                ], resources: ["*"]),
            AccessStatement(
                sid: "AskWhatIsAllowed", .allow, actions: ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
                resources: scope.drillRoles),
            AccessStatement(
                sid: "RestoreIntoTaggedInstance", .allow,
                actions: [
                    "rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime",
                    "rds:AddTagsToResource",
                ], resources: scope.drillRestores),
            AccessStatement(
                sid: "TakeSnapshots", .allow, actions: ["rds:CreateDBSnapshot"],
                resources: scope.databases + scope.drillSnapshots),
            AccessStatement(
                sid: "ChangeAndDeleteOnlyDrills", .allow, actions: ["rds:DeleteDBInstance", "rds:ModifyDBInstance"],
                resources: scope.drillInstances,
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.context.policy.name]]]),
            AccessStatement(
                sid: "DeleteOnlyDrillSnapshots", .allow, actions: ["rds:DeleteDBSnapshot"],
                resources: scope.drillSnapshots,
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.context.policy.name]]]),
            publishMetrics(scope),
            AccessStatement(sid: "TellTopic", .allow, actions: ["sns:Publish"], resources: scope.topics),
            AccessStatement(
                sid: "RestoreIntoTaggedCluster", .allow,
                actions: [
                    "rds:RestoreDBClusterFromSnapshot", "rds:RestoreDBClusterToPointInTime", "rds:CreateDBInstance",
                    "rds:CreateDBClusterSnapshot", "rds:AddTagsToResource",
                ], resources: scope.drillClusterRestores),
            AccessStatement(
                sid: "ChangeAndDeleteOnlyDrillClusters", .allow,
                actions: ["rds:DeleteDBCluster", "rds:ModifyDBCluster", "rds:DeleteDBClusterSnapshot"],
                resources: scope.drillClusters,
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.context.policy.name]]]),
            AccessStatement(
                sid: "ReadSecrets", .allow,
                actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                resources: scope.secrets),
            AccessStatement(
                sid: "UseKeys", .allow, actions: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"],
                resources: scope.drillKeys),
        ].filter { !$0.resources.isEmpty }
    }

    private static func backup(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "WriteBackups", .allow, actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
                resources: scope.buckets.map { "\($0)/*" }),
            AccessStatement(sid: "SeeBackups", .allow, actions: ["s3:ListBucket"], resources: scope.buckets),
            AccessStatement(
                sid: "EncryptBackups", .allow, actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: scope.keys),
        ].filter { !$0.resources.isEmpty }
    }

    private static func restore(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "ReadBackups", .allow, actions: ["s3:GetObject", "s3:GetObjectVersion"],
                resources: scope.buckets.map { "\($0)/*" }),
            AccessStatement(sid: "SeeBackups", .allow, actions: ["s3:ListBucket"], resources: scope.buckets),
            AccessStatement(sid: "DecryptBackups", .allow, actions: ["kms:Decrypt"], resources: scope.keys),
        ].filter { !$0.resources.isEmpty }
    }
}
