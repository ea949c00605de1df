extension Manifest {
    static let databases: [Entry] = [
        Entry(
            "rds", "RDS",
            """
            AddSourceIdentifierToSubscription AddTagsToResource ApplyPendingMaintenanceAction CopyDBClusterSnapshot
            CopyDBSnapshot CreateDBCluster CreateDBClusterParameterGroup CreateDBClusterSnapshot CreateDBInstance
            CreateDBParameterGroup CreateDBSnapshot CreateDBSubnetGroup CreateEventSubscription DeleteDBCluster
            DeleteDBClusterSnapshot DeleteDBInstance DeleteDBInstanceAutomatedBackup DeleteDBParameterGroup
            DeleteDBSnapshot DeleteDBSubnetGroup DeleteEventSubscription DescribeAccountAttributes DescribeCertificates
            DescribeDBClusterAutomatedBackups DescribeDBClusterParameterGroups DescribeDBClusterParameters
            DescribeDBClusterSnapshotAttributes DescribeDBClusterSnapshots DescribeDBClusters DescribeDBEngineVersions
            DescribeDBInstanceAutomatedBackups DescribeDBInstances DescribeDBLogFiles DescribeDBParameterGroups
            DescribeDBParameters DescribeDBSnapshotAttributes DescribeDBSnapshots DescribeDBSubnetGroups
            DescribeEventSubscriptions DescribeEvents DescribeOptionGroups DescribeOrderableDBInstanceOptions
            DescribePendingMaintenanceActions ListTagsForResource ModifyDBCluster ModifyDBClusterParameterGroup
            ModifyDBClusterSnapshotAttribute ModifyDBInstance ModifyDBParameterGroup ModifyDBSnapshot
            ModifyDBSnapshotAttribute ModifyDBSubnetGroup ModifyEventSubscription RebootDBCluster RebootDBInstance
            RemoveSourceIdentifierFromSubscription RemoveTagsFromResource RestoreDBClusterFromSnapshot
            RestoreDBClusterToPointInTime RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime StartDBInstance
            StartDBInstanceAutomatedBackupsReplication StopDBInstance StopDBInstanceAutomatedBackupsReplication
            """
        ).with {
            // Other engines' features, and Aurora's that are no part of recovery.
            $0.omitted[everyShape] = [
                "ActivityStreamEngineNativeAuditFieldsIncluded", "ActivityStreamKinesisStreamName",
                "ActivityStreamKmsKeyId",
                "ActivityStreamMode", "ActivityStreamPolicyStatus", "ActivityStreamStatus", "AdditionalStorageVolumes",
                "AdditionalStorageVolumesOutput", "AuditPolicyState", "AutomationMode",
                "BacktrackConsumedChangeRecords",
                "BacktrackWindow", "CharacterSetName", "ClusterScalabilityType", "CustomIamInstanceProfile",
                "CustomerOwnedIpEnabled", "DBSecurityGroups", "DBSystemId", "DedicatedLogVolume", "DisableDomain",
                "Domain",
                "DomainAuthSecretArn", "DomainDnsIps", "DomainFqdn", "DomainIAMRoleName", "DomainMemberships",
                "DomainOu",
                "EarliestBacktrackTime", "EnableCustomerOwnedIp", "EnableGlobalWriteForwarding",
                "EnableLimitlessDatabase",
                "EnableLocalWriteForwarding", "GlobalClusterIdentifier", "GlobalClusterMember",
                "GlobalWriteForwardingRequested", "GlobalWriteForwardingStatus", "LimitlessDatabase",
                "LocalWriteForwardingStatus", "MultiTenant", "NcharCharacterSetName", "ProcessorFeatures",
                "RdsCustomClusterConfiguration", "ReplicaMode", "ResumeFullAutomationModeMinutes",
                "ResumeFullAutomationModeTime", "ScalingConfiguration", "ScalingConfigurationInfo", "TagSpecifications",
                "TdeCredentialArn", "TdeCredentialPassword", "Timezone", "UpgradeRolloutOrder",
                "UseDefaultProcessorFeatures",
            ]
            $0.omitted["DBEngineVersion"] = [
                "CreateTime", "CustomDBEngineVersionManifest", "DatabaseInstallationFiles",
                "DatabaseInstallationFilesS3BucketName", "DatabaseInstallationFilesS3Prefix", "DefaultCharacterSet",
                "FailureReason", "Image", "SupportedCACertificateIdentifiers", "SupportedCharacterSets",
                "SupportedNcharCharacterSets", "SupportedTimezones", "SupportsBabelfish",
                "SupportsCertificateRotationWithoutRestart", "SupportsGlobalDatabases", "SupportsIntegrations",
                "SupportsLimitlessDatabase", "SupportsLocalWriteForwarding", "SupportsParallelQuery",
            ]
            $0.omitted["OrderableDBInstanceOption"] = [
                "AvailableAdditionalStorageVolumesOptions", "AvailableProcessorFeatures", "OutpostCapable",
                "SupportedActivityStreamModes", "SupportsAdditionalStorageVolumes", "SupportsClusters",
                "SupportsDedicatedLogVolume", "SupportsGlobalDatabases", "SupportsHttpEndpoint",
            ]
        },
        Entry("ec2", "EC2", "DescribeSecurityGroups DescribeSubnets").with {
            // Long lists of networking detail that no control reads.
            $0.omitted["Subnet"] = [
                "Ipv6CidrBlockAssociationSet", "PrivateDnsNameOptionsOnLaunch", "BlockPublicAccessStates",
            ]
        },
        Entry(
            "service-quotas", "ServiceQuotas", "GetAWSDefaultServiceQuota GetServiceQuota ListServiceQuotas"),
    ]

    static let storage: [Entry] = [
        Entry(
            "s3", "S3",
            """
            AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload DeleteBucket
            DeleteBucketLifecycle DeleteBucketPolicy DeleteBucketTagging DeleteObject DeleteObjectTagging DeleteObjects
            DeletePublicAccessBlock GetBucketAcl GetBucketEncryption GetBucketLifecycleConfiguration GetBucketLocation
            GetBucketLogging GetBucketNotificationConfiguration GetBucketOwnershipControls GetBucketPolicy
            GetBucketPolicyStatus GetBucketReplication GetBucketTagging GetBucketVersioning GetObject
            GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention GetObjectTagging
            GetPublicAccessBlock HeadBucket HeadObject ListBuckets ListMultipartUploads ListObjectVersions ListObjectsV2
            ListParts PutBucketAcl PutBucketEncryption PutBucketLifecycleConfiguration PutBucketLogging
            PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication
            PutBucketTagging PutBucketVersioning PutObject PutObjectLegalHold PutObjectLockConfiguration
            PutObjectRetention PutObjectTagging PutPublicAccessBlock UploadPart UploadPartCopy
            """
        ).with {
            $0.unwrapped = ["GetBucketLocation"]
            // Checksums beside the two that drctl uses, keys of the customer's own, requester pays, grants by header.
            $0.omitted[everyShape] = [
                "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumMD5", "ChecksumSHA1", "ChecksumSHA512",
                "ChecksumXXHASH128", "ChecksumXXHASH3", "ChecksumXXHASH64", "CopySourceSSECustomerAlgorithm",
                "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5", "GrantFullControl", "GrantRead",
                "GrantReadACP",
                "GrantWrite", "GrantWriteACP", "IfMatchInitiatedTime", "IfMatchLastModifiedTime", "IfMatchSize", "MFA",
                "OptionalObjectAttributes", "RequestCharged", "RequestPayer", "SSECustomerAlgorithm", "SSECustomerKey",
                "SSECustomerKeyMD5", "WebsiteRedirectLocation", "WriteOffsetBytes",
            ]
            $0.omitted["GetObjectRequest"] = [
                "ResponseCacheControl", "ResponseContentDisposition", "ResponseContentEncoding",
                "ResponseContentLanguage", "ResponseContentType", "ResponseExpires",
            ]
            $0.omitted["HeadObjectRequest"] = $0.omitted["GetObjectRequest"]
            // A key's ARN and an encryption context are shown in every verdict about them.
            $0.plain = ["SSEKMSKeyId", "SSEKMSEncryptionContext"]
            // An answer without them must not read as "not public" or "nothing is set".
            $0.required["GetBucketPolicyStatusOutput"] = ["PolicyStatus"]
            $0.required["PolicyStatus"] = ["IsPublic"]
            $0.required["GetPublicAccessBlockOutput"] = ["PublicAccessBlockConfiguration"]
            $0.required["GetBucketEncryptionOutput"] = ["ServerSideEncryptionConfiguration"]
        },
        Entry("s3control", "S3Control", "GetPublicAccessBlock PutPublicAccessBlock"),
        Entry(
            "backup", "Backup",
            """
            CreateBackupPlan CreateBackupSelection CreateBackupVault DeleteBackupPlan DeleteBackupSelection
            DeleteRecoveryPoint DescribeBackupJob DescribeBackupVault DescribeRecoveryPoint GetBackupPlan
            GetBackupSelection GetBackupVaultAccessPolicy GetBackupVaultNotifications ListBackupJobs ListBackupPlans
            ListBackupSelections ListBackupVaults ListCopyJobs ListProtectedResources ListRecoveryPointsByBackupVault
            ListRecoveryPointsByResource ListTags PutBackupVaultAccessPolicy PutBackupVaultLockConfiguration
            PutBackupVaultNotifications StartBackupJob StartCopyJob TagResource UntagResource UpdateBackupPlan
            """
        ),
    ]

    static let identity: [Entry] = [
        Entry(
            "iam", "IAM",
            """
            AddClientIDToOpenIDConnectProvider AttachRolePolicy CreateOpenIDConnectProvider CreatePolicy
            CreatePolicyVersion CreateRole CreateServiceLinkedRole DeleteOpenIDConnectProvider DeletePolicy
            DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
            GetAccountSummary GetOpenIDConnectProvider GetPolicy GetPolicyVersion GetRole GetRolePolicy
            ListAccountAliases ListAttachedRolePolicies ListEntitiesForPolicy ListOpenIDConnectProviders ListPolicies
            ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags ListRoles PutRolePermissionsBoundary
            PutRolePolicy SetDefaultPolicyVersion SimulateCustomPolicy SimulatePrincipalPolicy TagOpenIDConnectProvider
            TagPolicy TagRole UntagPolicy UntagRole UpdateAssumeRolePolicy UpdateOpenIDConnectProviderThumbprint
            UpdateRole
            """
        ),
        Entry(
            "sts", "STS",
            """
            AssumeRole AssumeRoleWithWebIdentity DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity
            GetSessionToken
            """
        ).with {
            // Nothing is decided by it, and stand-ins for AWS leave it out.
            $0.optional["AssumedRoleUser"] = ["AssumedRoleId"]
        },
        Entry("sso", "SSO", "GetRoleCredentials"),
        Entry("sso-oidc", "SSOOIDC", "CreateToken"),
        Entry(
            "kms", "KMS",
            """
            CancelKeyDeletion CreateAlias CreateGrant CreateKey Decrypt DeleteAlias DescribeKey DisableKey
            DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey GetKeyPolicy GetKeyRotationStatus
            ListAliases ListGrants ListKeyPolicies ListKeys ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource
            UntagResource UpdateAlias UpdateKeyDescription
            """
        ),
        Entry(
            "secretsmanager", "SecretsManager",
            """
            CreateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetRandomPassword GetResourcePolicy
            GetSecretValue ListSecretVersionIds ListSecrets PutResourcePolicy PutSecretValue
            RemoveRegionsFromReplication ReplicateSecretToRegions RestoreSecret RotateSecret TagResource UntagResource
            UpdateSecret ValidateResourcePolicy
            """
        ),
    ]

    static let alerting: [Entry] = [
        // The model's first protocol is CBOR; the query protocol is spoken by every endpoint.
        Entry(
            "cloudwatch", "CloudWatch", wireProtocol: "query",
            """
            DeleteAlarms DeleteDashboards DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric
            DisableAlarmActions EnableAlarmActions GetDashboard GetMetricData GetMetricStatistics ListDashboards
            ListMetrics ListTagsForResource PutCompositeAlarm PutDashboard PutMetricAlarm PutMetricData SetAlarmState
            TagResource UntagResource
            """
        ),
        Entry(
            "sns", "SNS",
            """
            ConfirmSubscription CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptions
            ListSubscriptionsByTopic ListTagsForResource ListTopics Publish SetSubscriptionAttributes
            SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource
            """
        ),
        Entry(
            "sqs", "SQS",
            """
            ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl ListQueues
            PurgeQueue ReceiveMessage SendMessage SetQueueAttributes
            """
        ),
        Entry(
            "events", "EventBridge",
            """
            DeleteRule DescribeEventBus DescribeRule DisableRule EnableRule ListRuleNamesByTarget ListRules
            ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource
            """
        ),
        Entry(
            "logs", "CloudWatchLogs",
            """
            AssociateKmsKey CreateLogGroup CreateLogStream DeleteLogGroup DescribeLogGroups DescribeLogStreams
            DescribeMetricFilters DescribeSubscriptionFilters FilterLogEvents GetLogEvents ListTagsForResource
            PutLogEvents PutRetentionPolicy TagResource UntagResource
            """
        ),
    ]

    static let governance: [Entry] = [
        Entry("cloudtrail", "CloudTrail", "DescribeTrails GetEventSelectors GetTrailStatus LookupEvents"),
        Entry(
            "cloudformation", "CloudFormation",
            """
            CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackDriftDetectionStatus
            DescribeStackEvents DescribeStackResourceDrifts DescribeStackResources DescribeStacks DetectStackDrift
            ExecuteChangeSet GetTemplate ListStackResources ListStacks UpdateStack UpdateTerminationProtection
            ValidateTemplate
            """
        ),
        Entry(
            "organizations", "Organizations",
            """
            DescribeAccount DescribeOrganization DescribeOrganizationalUnit DescribePolicy ListAccounts
            ListAccountsForParent ListOrganizationalUnitsForParent ListParents ListPolicies ListPoliciesForTarget
            ListRoots
            """
        ).with { $0.plain = ["AccountName", "Email", "OrganizationalUnitName", "PolicyContent"] },
        Entry("resourcegroupstaggingapi", "ResourceGroupsTaggingAPI", "GetResources TagResources UntagResources"),
    ]
}
