/// An account in which every setting is as `CollectedPolicy` asks; its documents are missing.
enum KeptAnswers {
    static let keyARN = "arn:aws:kms:us-east-1:123456789012:key/key-1"
    /// Of the copies in the other region.
    static let westKey = "arn:aws:kms:us-west-2:123456789012:key/key-2"

    static let script: ScriptedAWS.Script =
        databases.merging(copies) { $1 }.merging(buckets) { $1 }.merging(others) { $1 }.merging(outside) { $1 }
        .merging(BackupPlanAnswers.kept) { $1 }
        .merging(RestoreTestingAnswers.kept) { $1 }

    private static let settings: Described.Elements = [
        "BackupRetentionPeriod": "30", "PreferredBackupWindow": "02:00-02:30",
        "PreferredMaintenanceWindow": "sun:04:00-sun:05:00", "CopyTagsToSnapshot": "true",
        "DeletionProtection": "true", "StorageEncrypted": "true", "KmsKeyId": keyARN,
        "IAMDatabaseAuthenticationEnabled": "true", "EnabledCloudwatchLogsExports": Described.list(["postgresql"]),
        "LatestRestorableTime": "2026-11-23T05:06:00Z", "EarliestRestorableTime": "2026-10-24T02:05:00Z",
        "MaxAllocatedStorage": "500",
    ]
    private static let ofMembers: Described.Elements = [
        "PubliclyAccessible": "false", "AutoMinorVersionUpgrade": "true", "MonitoringInterval": "60",
        "PerformanceInsightsEnabled": "true",
        "CertificateDetails":
            "<CAIdentifier>rds-ca-rsa2048-g1</CAIdentifier><ValidTill>2027-11-23T00:00:00Z</ValidTill>",
    ]

    /// Of this month and of the one before, one of them by hand.
    private static func snapshots(_ id: String, _ element: String, _ owner: String, _ encrypted: String) -> Answer {
        let all = [
            ("manual-october", "manual", "2026-10-20T02:00:00Z"),
            ("rds:\(id)-today", "automated", "2026-11-23T02:05:00Z"),
        ]
        return .list(
            element + "s",
            all.map {
                "<\(element)Identifier>\($0.0)</\(element)Identifier><\(owner)>\(id)</\(owner)><Status>available</Status>"
                    + "<SnapshotType>\($0.1)</SnapshotType><SnapshotCreateTime>\($0.2)</SnapshotCreateTime>"
                    + "<\(encrypted)>true</\(encrypted)><KmsKeyId>\(keyARN)</KmsKeyId><Engine>postgres</Engine>"
            }, element: element)
    }

    private static func tls(_ value: String) -> Answer {
        .list(
            "Parameters",
            ["<ParameterName>rds.force_ssl</ParameterName><ParameterValue>\(value)</ParameterValue>"],
            element: "Parameter")
    }

    private static func sharing(_ prefix: String) -> Answer {
        .ok(
            "<\(prefix)AttributesResult><\(prefix)Attributes><\(prefix)Attribute><AttributeName>restore</AttributeName>"
                + "<AttributeValues/></\(prefix)Attribute></\(prefix)Attributes></\(prefix)AttributesResult>")
    }

    private static let databases: ScriptedAWS.Script = [
        "rds:DescribeDBInstances": [
            Described.instances(
                Described.instance(
                    "kb-prod",
                    settings.merging(ofMembers) { $1 }.merging([
                        "MultiAZ": "true", "DBParameterGroups": Described.group("kb-tls"),
                        "OptionGroupMemberships":
                            "<OptionGroupMembership><OptionGroupName>kb-options</OptionGroupName></OptionGroupMembership>",
                    ]) { $1 }),
                Described.member("kb-aurora-1", of: "kb-aurora", ofMembers),
                Described.member(
                    "kb-aurora-2", of: "kb-aurora", ofMembers.merging(["AvailabilityZone": "us-east-1b"]) { $1 }))
        ],
        "rds:DescribeDBClusters": [
            Described.clusters(
                Described.cluster("kb-aurora", settings.merging(["DBClusterParameterGroup": "kb-tls"]) { $1 }))
        ],
        "rds:DescribeDBSnapshots": [snapshots("kb-prod", "DBSnapshot", "DBInstanceIdentifier", "Encrypted")],
        "rds:DescribeDBClusterSnapshots": [
            snapshots("kb-aurora", "DBClusterSnapshot", "DBClusterIdentifier", "StorageEncrypted")
        ],
        "rds:DescribeDBSnapshotAttributes": [sharing("DBSnapshot")],
        "rds:DescribeDBClusterSnapshotAttributes": [sharing("DBClusterSnapshot")],
        "rds:DescribeDBInstanceAutomatedBackups": [
            .list(
                "DBInstanceAutomatedBackups",
                [
                    "<DBInstanceIdentifier>kb-prod</DBInstanceIdentifier><Status>active</Status><RestoreWindow>"
                        + "<EarliestTime>2026-10-24T05:06:00Z</EarliestTime></RestoreWindow>"
                ], element: "DBInstanceAutomatedBackup")
        ],
        "rds:DescribeDBParameters": [tls("1")], "rds:DescribeDBClusterParameters": [tls("1")],
        "rds:DescribeEventSubscriptions": [Described.subscriptions([])],
    ]

    /// What the other region holds of both.
    private static let copies: ScriptedAWS.Script = [
        "us-west-2/rds:DescribeDBSnapshots": [
            .list(
                "DBSnapshots",
                [
                    "<DBSnapshotIdentifier>copy</DBSnapshotIdentifier><DBInstanceIdentifier>kb-prod</DBInstanceIdentifier>"
                        + "<Status>available</Status><SnapshotType>manual</SnapshotType><SourceRegion>us-east-1</SourceRegion>"
                        + "<OriginalSnapshotCreateTime>2026-11-23T02:05:00Z</OriginalSnapshotCreateTime>"
                        + "<SnapshotCreateTime>2026-11-23T04:00:00Z</SnapshotCreateTime><Encrypted>true</Encrypted>"
                        + "<KmsKeyId>\(westKey)</KmsKeyId>"
                ], element: "DBSnapshot")
        ],
        "us-west-2/rds:DescribeDBParameterGroups": [
            .list(
                "DBParameterGroups", ["<DBParameterGroupName>kb-tls</DBParameterGroupName>"],
                element: "DBParameterGroup")
        ],
        "us-west-2/rds:DescribeDBClusterParameterGroups": [
            .list(
                "DBClusterParameterGroups", ["<DBClusterParameterGroupName>kb-tls</DBClusterParameterGroupName>"],
                element: "DBClusterParameterGroup")
        ],
        "us-west-2/rds:DescribeOptionGroups": [
            .list("OptionGroupsList", ["<OptionGroupName>kb-options</OptionGroupName>"], element: "OptionGroup")
        ],
        "us-west-2/rds:DescribeDBInstanceAutomatedBackups": [
            .list("DBInstanceAutomatedBackups", [], element: "DBInstanceAutomatedBackup")
        ],
        "us-west-2/rds:DescribeDBClusterSnapshots": [
            .list(
                "DBClusterSnapshots",
                [
                    "<DBClusterSnapshotIdentifier>copy</DBClusterSnapshotIdentifier>"
                        + "<DBClusterIdentifier>kb-aurora</DBClusterIdentifier><Status>available</Status>"
                        + "<SnapshotType>manual</SnapshotType><StorageEncrypted>true</StorageEncrypted>"
                        + "<KmsKeyId>\(westKey)</KmsKeyId>"
                        + "<SourceDBClusterSnapshotArn>arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:kb-aurora-today"
                        + "</SourceDBClusterSnapshotArn><SnapshotCreateTime>2026-11-23T04:00:00Z</SnapshotCreateTime>"
                ], element: "DBClusterSnapshot")
        ],
    ]

    private static func block(_ root: String, acls: Bool, policies: Bool) -> Answer {
        .ok(
            "<\(root)><BlockPublicAcls>\(acls)</BlockPublicAcls><IgnorePublicAcls>\(acls)</IgnorePublicAcls>"
                + "<BlockPublicPolicy>\(policies)</BlockPublicPolicy>"
                + "<RestrictPublicBuckets>\(policies)</RestrictPublicBuckets></\(root)>")
    }

    /// The account blocks public policies, each bucket public ACLs: both are needed.
    private static let buckets: ScriptedAWS.Script = [
        "s3control:GetPublicAccessBlock": [block("PublicAccessBlockConfiguration", acls: false, policies: true)],
        "s3:HeadBucket": [.ok()],
        "s3:GetBucketEncryption": [
            .ok(
                "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                    + "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>\(keyARN)</KMSMasterKeyID>"
                    + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
                    + "</ServerSideEncryptionConfiguration>")
        ],
        "s3:GetBucketVersioning": [
            .ok("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        ],
        "s3:GetPublicAccessBlock": [block("PublicAccessBlockConfiguration", acls: true, policies: false)],
        "s3:GetBucketOwnershipControls": [
            .ok(
                "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"
            )
        ],
        "s3:GetBucketPolicy": [.error("NoSuchBucketPolicy", 404)],
        "s3:GetBucketLifecycleConfiguration": [.error("NoSuchLifecycleConfiguration", 404)],
        "s3:GetObjectLockConfiguration": [
            .ok(
                "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
                    + "<Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention></Rule></ObjectLockConfiguration>")
        ],
        "s3:GetBucketReplication": [
            .ok(
                "<ReplicationConfiguration><Role>arn:aws:iam::123456789012:role/s3</Role><Rule><Status>Enabled</Status>"
                    + "<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status>"
                    + "</SseKmsEncryptedObjects></SourceSelectionCriteria>"
                    + "<Filter/><Destination><Bucket>arn:aws:s3:::kb-copies</Bucket><EncryptionConfiguration>"
                    + "<ReplicaKmsKeyID>arn:aws:kms:us-west-2:123456789012:alias/kb-dr</ReplicaKmsKeyID>"
                    + "</EncryptionConfiguration></Destination></Rule></ReplicationConfiguration>")
        ],
        "s3:ListObjectsV2": [
            .ok(
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>daily/1</Key>"
                    + "<LastModified>2026-11-23T03:00:00.000Z</LastModified></Contents></ListBucketResult>")
        ],
        "s3:GetBucketPolicyStatus": [.ok("<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>")],
        "s3:GetBucketLogging": [
            .ok(
                "<BucketLoggingStatus><LoggingEnabled><TargetBucket>kb-logs</TargetBucket>"
                    + "<TargetPrefix>kb-backups/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>")
        ],
    ]

    private static let others: ScriptedAWS.Script = [
        "kms:DescribeKey": [
            .ok(
                #"{"KeyMetadata": {"KeyId": "key-1", "Arn": "\#(keyARN)", "KeyState": "Enabled", "MultiRegion": true, "#
                    + #""MultiRegionConfiguration": {"MultiRegionKeyType": "PRIMARY", "PrimaryKey": {"Region": "us-east-1"}, "#
                    + #""ReplicaKeys": [{"Region": "us-west-2"}]}}}"#)
        ],
        "kms:GetKeyRotationStatus": [.ok(#"{"KeyRotationEnabled": true, "RotationPeriodInDays": 365}"#)],
        "kms:GetKeyPolicy": [Described.keyPolicy(Described.policy("Root", action: "kms:*"))],
        "monitoring:GetMetricData": [Described.deliveries(delivered: 3, failed: 0)],
        "iam:GetRole": [
            .ok("<Role>\(Described.role("kb-backup-writer", trust: Described.policy("Somebody")))</Role>")
        ],
        "iam:ListRolePolicies": [.list("PolicyNames", [])],
        "iam:GetRolePolicy": [.error("NoSuchEntity", 404)],
        "iam:ListAttachedRolePolicies": [.list("AttachedPolicies", [])],
        "iam:GetPolicy": [.ok("<Policy><DefaultVersionId>v3</DefaultVersionId></Policy>")],
        "iam:GetPolicyVersion": [Described.policyVersion(Described.policy("Boundary", action: "*"))],
        "sns:GetSubscriptionAttributes": [
            Described.topic([
                "FilterPolicy":
                    #"{"$or": [{"NewStateValue": ["ALARM"]}, {"Event Source": [{"exists": true}]}, {"source": ["aws.backup"]}]}"#,
                "FilterPolicyScope": "MessageBody",
                "RedrivePolicy": #"{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:letters"}"#,
            ])
        ],
        "sqs:GetQueueUrl": [.ok(#"{"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/letters"}"#)],
        "sqs:GetQueueAttributes": [
            .ok(
                #"{"Attributes": {"QueueArn": "arn:aws:sqs:us-east-1:123456789012:letters", "#
                    + #""Policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "#
                    + #"\"Principal\": {\"Service\": \"sns.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", "#
                    + #"\"Resource\": \"arn:aws:sqs:us-east-1:123456789012:letters\"}]}"}}"#)
        ],
        "secretsmanager:DescribeSecret": [
            .ok(
                #"{"ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/prod/database-AbCdEf", "#
                    + #""KmsKeyId": "\#(keyARN)", "RotationEnabled": true, "LastRotatedDate": 1795000000, "#
                    + #""ReplicationStatus": [{"Region": "us-west-2", "Status": "InSync"}]}"#)
        ],
        "secretsmanager:GetResourcePolicy": [
            .ok(
                #"{"Name": "kb/prod/database", "ResourcePolicy": "{\"Version\": \"2012-10-17\", \"Statement\": [{"#
                    + #"\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"secretsmanager:DeleteSecret\", "#
                    + #"\"Resource\": \"*\"}]}"}"#)
        ],
        "rds:DescribeDBMajorEngineVersions": [
            .list(
                "DBMajorEngineVersions",
                [("postgres", "15"), ("postgres", "16"), ("aurora-postgresql", "15"), ("aurora-postgresql", "16")].map {
                    "<Engine>\($0)</Engine><MajorEngineVersion>\($1)</MajorEngineVersion><SupportedEngineLifecycles>"
                        + "<SupportedEngineLifecycle><LifecycleSupportName>open-source-rds-standard-support"
                        + "</LifecycleSupportName><LifecycleSupportStartDate>2024-01-01T00:00:00Z"
                        + "</LifecycleSupportStartDate><LifecycleSupportEndDate>2029-02-28T23:59:59Z"
                        + "</LifecycleSupportEndDate></SupportedEngineLifecycle></SupportedEngineLifecycles>"
                }, element: "DBMajorEngineVersion")
        ],
        "sns:GetTopicAttributes": [
            Described.topic(["Policy": #"{"Version": "2012-10-17", "Statement": []}"#, "KmsMasterKeyId": "alias/kb-dr"])
        ],
        "sns:ListSubscriptionsByTopic": [
            .list(
                "Subscriptions",
                [
                    "<Protocol>email</Protocol><Endpoint>oncall@example.com</Endpoint>"
                        + "<SubscriptionArn>arn:aws:sns:us-east-1:123456789012:kb-alerts:1</SubscriptionArn>"
                ])
        ],
        "monitoring:DescribeAlarms": [Described.alarms([])],
        "monitoring:GetDashboard": [.error("ResourceNotFound", 404)],
    ]
}
