import RecoveryModel

/// An account in which everything exists and nothing is set, or somebody else has set it.
enum NeglectedAnswers {
    static let script = resources.merging(BackupPlanAnswers.neglected) { $1 }
        .merging(RestoreTestingAnswers.neglected) { $1 }

    private static let resources: ScriptedAWS.Script = [
        "rds:DescribeDBInstances": [
            Described.instances(
                Described.instance("kb-prod"), Described.member("kb-aurora-1", of: "kb-aurora"))
        ],
        "rds:DescribeDBClusters": [Described.clusters(Described.cluster("kb-aurora"))],
        "rds:DescribeDBSnapshots": [unencrypted("DBSnapshot", "DBInstanceIdentifier", "kb-prod", "Encrypted")],
        "rds:DescribeDBClusterSnapshots": [
            unencrypted("DBClusterSnapshot", "DBClusterIdentifier", "kb-aurora", "StorageEncrypted")
        ],
        "rds:DescribeDBSnapshotAttributes": [shared("DBSnapshot")],
        "rds:DescribeDBClusterSnapshotAttributes": [shared("DBClusterSnapshot")],
        "rds:DescribeDBInstanceAutomatedBackups": [.list("DBInstanceAutomatedBackups", [])],
        "rds:DescribeDBParameters": [.list("Parameters", [])],
        "rds:DescribeDBClusterParameters": [.list("Parameters", [])],
        "rds:DescribeEventSubscriptions": [Described.subscriptions([])],
        "us-west-2/rds:DescribeDBSnapshots": [.list("DBSnapshots", [])],
        "us-west-2/rds:DescribeDBParameterGroups": [.list("DBParameterGroups", [])],
        "us-west-2/rds:DescribeDBClusterParameterGroups": [.list("DBClusterParameterGroups", [])],
        "us-west-2/rds:DescribeOptionGroups": [.list("OptionGroupsList", [])],
        "us-west-2/rds:DescribeDBInstanceAutomatedBackups": [.list("DBInstanceAutomatedBackups", [])],
        "us-west-2/rds:DescribeDBClusterSnapshots": [.list("DBClusterSnapshots", [])],
        "s3control:GetPublicAccessBlock": [.error("NoSuchPublicAccessBlockConfiguration", 404)],
        "s3:HeadBucket": [.error("NoSuchBucket", 404)],
        "s3:GetBucketEncryption": [.error("ServerSideEncryptionConfigurationNotFoundError", 404)],
        "s3:GetBucketVersioning": [.ok("<VersioningConfiguration/>")],
        "s3:GetPublicAccessBlock": [.error("NoSuchPublicAccessBlockConfiguration", 404)],
        "s3:GetBucketOwnershipControls": [.error("OwnershipControlsNotFoundError", 404)],
        "s3:GetBucketPolicy": [.error("NoSuchBucketPolicy", 404)],
        "s3:GetBucketLifecycleConfiguration": [.error("NoSuchLifecycleConfiguration", 404)],
        "s3:GetObjectLockConfiguration": [.error("ObjectLockConfigurationNotFoundError", 404)],
        "s3:GetBucketLogging": [.ok("<BucketLoggingStatus/>")],
        "kms:DescribeKey": [
            .ok(#"{"KeyMetadata": {"KeyId": "key-2", "Arn": "arn:other", "KeyState": "Disabled"}}"#)
        ],
        "kms:GetKeyRotationStatus": [.ok(#"{"KeyRotationEnabled": false}"#)],
        "kms:GetKeyPolicy": [Described.keyPolicy(Described.policy("Root", action: "kms:Describe*"))],
        "monitoring:GetMetricData": [Described.deliveries(delivered: 3, failed: 4)],
        "iam:GetRole": [
            .ok("<Role>\(Described.role("kb-backup-writer", trust: Described.policy("Somebody")))</Role>")
        ],
        "iam:ListRolePolicies": [.list("PolicyNames", ["theirs"])],
        "iam:GetRolePolicy": [Described.inlinePolicy(Described.policy("Theirs", action: "*"))],
        "iam:ListAttachedRolePolicies": [
            .list("AttachedPolicies", ["<PolicyArn>arn:aws:iam::aws:policy/AdministratorAccess</PolicyArn>"])
        ],
        "iam:GetPolicy": [.ok("<Policy><PolicyName>boundary</PolicyName></Policy>")],
        "iam:GetPolicyVersion": [Described.policyVersion(Described.policy("Boundary", action: "s3:GetObject"))],
        "sns:GetSubscriptionAttributes": [
            Described.topic([
                "FilterPolicy": #"{"NewStateValue": ["OK"]}"#, "FilterPolicyScope": "MessageBody",
                "RedrivePolicy": #"{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:letters"}"#,
            ])
        ],
        "sqs:GetQueueUrl": [.error("AWS.SimpleQueueService.NonExistentQueue", 400)],
        "sqs:GetQueueAttributes": [
            .ok(#"{"Attributes": {"QueueArn": "arn:aws:sqs:us-east-1:123456789012:letters"}}"#)
        ],
        "s3:ListObjectsV2": [.ok("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")],
        "s3:GetObject": [.error("NoSuchKey", 404)],
        "rds:DescribeDBMajorEngineVersions": [.list("DBMajorEngineVersions", [], element: "DBMajorEngineVersion")],
        "s3:GetBucketReplication": [.error("ReplicationConfigurationNotFoundError", 404)],
        "s3:GetBucketPolicyStatus": [.ok("<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>")],
        "secretsmanager:DescribeSecret": [.error("ResourceNotFoundException")],
        "secretsmanager:GetResourcePolicy": [
            .ok(
                #"{"ResourcePolicy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "#
                    + #"\"Principal\": {\"AWS\": \"arn:aws:iam::999999999999:root\"}, "#
                    + #"\"Action\": \"secretsmanager:GetSecretValue\", \"Resource\": \"*\"}]}"}"#)
        ],
        "sns:GetTopicAttributes": [
            Described.topic([
                "Policy": AccessPolicy(statements: [
                    AccessStatement(sid: "Open", .allow, principals: .anyone, actions: ["sns:*"], resources: ["*"])
                ]).json.compact
            ])
        ],
        "sns:ListSubscriptionsByTopic": [.list("Subscriptions", [])],
        "monitoring:DescribeAlarms": [Described.alarms([])],
        "monitoring:GetDashboard": [.error("ResourceNotFound", 404)],
    ]

    private static func unencrypted(_ element: String, _ owner: String, _ id: String, _ encrypted: String) -> Answer {
        .list(
            element + "s",
            [
                "<\(element)Identifier>open</\(element)Identifier><\(owner)>\(id)</\(owner)><Status>available</Status>"
                    + "<SnapshotType>manual</SnapshotType><SnapshotCreateTime>2026-01-01T00:00:00Z</SnapshotCreateTime>"
                    + "<\(encrypted)>false</\(encrypted)>"
            ], element: element)
    }

    private static func shared(_ prefix: String) -> Answer {
        .ok(
            "<\(prefix)AttributesResult><\(prefix)Attributes><\(prefix)Attribute><AttributeName>restore</AttributeName>"
                + "<AttributeValues><AttributeValue>all</AttributeValue></AttributeValues></\(prefix)Attribute>"
                + "</\(prefix)Attributes></\(prefix)AttributesResult>")
    }
}
