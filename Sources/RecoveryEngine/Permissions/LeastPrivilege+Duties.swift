import RecoveryModel

// The duties whose calls no change or observation holds: lists, each proven by the calls that its verbs make.
extension LeastPrivilege {
    static func drill(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "ReadSources", .allow,
                actions: [
                    "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBInstanceAutomatedBackups",
                    "rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots", "rds:DescribeDBSubnetGroups",
                    "rds:DescribeDBParameterGroups", "rds:DescribeDBClusterParameterGroups", "rds:DescribeEvents",
                    "rds:DescribeAccountAttributes",
                    "cloudtrail:LookupEvents", "rds:ListTagsForResource", "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets", "kms:DescribeKey",
                ], resources: ["*"]),
            AccessStatement(
                sid: "SimulateOwnPermissions", .allow, actions: ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
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
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.target.policy.name]]]),
            AccessStatement(
                sid: "DeleteOnlyDrillSnapshots", .allow, actions: ["rds:DeleteDBSnapshot"],
                resources: scope.drillSnapshots,
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.target.policy.name]]]),
            publishMetrics(scope),
            AccessStatement(sid: "NotifyTopic", .allow, actions: ["sns:Publish"], resources: scope.topics),
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
                condition: ["StringEquals": ["aws:ResourceTag/drctl:policy": [scope.target.policy.name]]]),
            AccessStatement(
                sid: "ReadSecrets", .allow,
                actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                resources: scope.secrets),
            AccessStatement(
                sid: "UseKeys", .allow, actions: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"],
                resources: scope.drillKeys),
        ]
    }

    static func backup(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "WriteBackups", .allow, actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
                resources: scope.buckets.map { "\($0)/*" }),
            AccessStatement(sid: "ListBackups", .allow, actions: ["s3:ListBucket"], resources: scope.buckets),
            AccessStatement(
                sid: "EncryptBackups", .allow, actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: scope.keys),
        ]
    }

    static func restore(_ scope: DutyScope) -> [AccessStatement] {
        [
            AccessStatement(
                sid: "ReadBackups", .allow, actions: ["s3:GetObject", "s3:GetObjectVersion"],
                resources: scope.buckets.map { "\($0)/*" }),
            AccessStatement(sid: "ListBackups", .allow, actions: ["s3:ListBucket"], resources: scope.buckets),
            AccessStatement(sid: "DecryptBackups", .allow, actions: ["kms:Decrypt"], resources: scope.keys),
        ]
    }
}
