/// The operations of AWS that change something, by their models (botocore), and the names that CloudTrail has besides.
///
/// The models say nothing of how a service calls itself in CloudTrail. Those that do not use the names of their operations:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
/// https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
enum CloudTrailEvents {
    static let names = Set(
        [rds, s3, kms, iam, secretsManager, sns, sqs, cloudWatch, eventBridge, backup, ownNames]
            .flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })

    private static let ownNames = """

        PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutAccountPublicAccessBlock
        DeleteAccountPublicAccessBlock PutBucketObjectLockConfiguration
        AddPermission20150331v2 RemovePermission20150331v2
        """

    private static let rds = """

        AddRoleToDBCluster AddRoleToDBInstance AddSourceIdentifierToSubscription AddTagsToResource
        ApplyPendingMaintenanceAction AuthorizeDBSecurityGroupIngress BacktrackDBCluster CancelExportTask
        CopyDBClusterParameterGroup CopyDBClusterSnapshot CopyDBParameterGroup CopyDBSnapshot CopyOptionGroup
        CreateBlueGreenDeployment CreateCustomDBEngineVersion CreateDBCluster CreateDBClusterEndpoint
        CreateDBClusterParameterGroup CreateDBClusterSnapshot CreateDBInstance CreateDBInstanceReadReplica
        CreateDBParameterGroup CreateDBProxy CreateDBProxyEndpoint CreateDBSecurityGroup CreateDBShardGroup
        CreateDBSnapshot CreateDBSubnetGroup CreateEventSubscription CreateGlobalCluster CreateIntegration
        CreateOptionGroup CreateTenantDatabase DeleteBlueGreenDeployment DeleteCustomDBEngineVersion DeleteDBCluster
        DeleteDBClusterAutomatedBackup DeleteDBClusterEndpoint DeleteDBClusterParameterGroup DeleteDBClusterSnapshot
        DeleteDBInstance DeleteDBInstanceAutomatedBackup DeleteDBParameterGroup DeleteDBProxy DeleteDBProxyEndpoint
        DeleteDBSecurityGroup DeleteDBShardGroup DeleteDBSnapshot DeleteDBSubnetGroup DeleteEventSubscription
        DeleteGlobalCluster DeleteIntegration DeleteOptionGroup DeleteTenantDatabase DeregisterDBProxyTargets
        DisableHttpEndpoint DownloadDBLogFilePortion EnableHttpEndpoint FailoverDBCluster FailoverGlobalCluster
        ModifyActivityStream ModifyCertificates ModifyCurrentDBClusterCapacity ModifyCustomDBEngineVersion
        ModifyDBCluster ModifyDBClusterEndpoint ModifyDBClusterParameterGroup ModifyDBClusterSnapshotAttribute
        ModifyDBInstance ModifyDBParameterGroup ModifyDBProxy ModifyDBProxyEndpoint ModifyDBProxyTargetGroup
        ModifyDBRecommendation ModifyDBShardGroup ModifyDBSnapshot ModifyDBSnapshotAttribute ModifyDBSubnetGroup
        ModifyEventSubscription ModifyGlobalCluster ModifyIntegration ModifyOptionGroup ModifyTenantDatabase
        PromoteReadReplica PromoteReadReplicaDBCluster PurchaseReservedDBInstancesOffering RebootDBCluster
        RebootDBInstance RebootDBShardGroup RegisterDBProxyTargets RemoveFromGlobalCluster RemoveRoleFromDBCluster
        RemoveRoleFromDBInstance RemoveSourceIdentifierFromSubscription RemoveTagsFromResource
        ResetDBClusterParameterGroup ResetDBParameterGroup RestoreDBClusterFromS3 RestoreDBClusterFromSnapshot
        RestoreDBClusterToPointInTime RestoreDBInstanceFromDBSnapshot RestoreDBInstanceFromS3
        RestoreDBInstanceToPointInTime RevokeDBSecurityGroupIngress StartActivityStream StartDBCluster
        StartDBInstance StartDBInstanceAutomatedBackupsReplication StartExportTask StopActivityStream StopDBCluster
        StopDBInstance StopDBInstanceAutomatedBackupsReplication SwitchoverBlueGreenDeployment
        SwitchoverGlobalCluster SwitchoverReadReplica
        """

    private static let s3 = """

        AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateBucketMetadataConfiguration
        CreateBucketMetadataTableConfiguration CreateMultipartUpload CreateSession DeleteBucket
        DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
        DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle
        DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration DeleteBucketMetricsConfiguration
        DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketReplication DeleteBucketTagging
        DeleteBucketWebsite DeleteObject DeleteObjectTagging DeleteObjects DeletePublicAccessBlock PutBucketAbac
        PutBucketAccelerateConfiguration PutBucketAcl PutBucketAnalyticsConfiguration PutBucketCors
        PutBucketEncryption PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration
        PutBucketLifecycle PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration
        PutBucketNotification PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy
        PutBucketReplication PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject
        PutObjectAcl PutObjectLegalHold PutObjectLockConfiguration PutObjectRetention PutObjectTagging
        PutPublicAccessBlock RenameObject RestoreObject SelectObjectContent
        UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration
        UpdateObjectEncryption UploadPart UploadPartCopy WriteGetObjectResponse
        """

    private static let kms = """

        CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey Decrypt
        DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret DisableKey DisableKeyRotation
        DisconnectCustomKeyStore EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair
        GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom
        ImportKeyMaterial PutKeyPolicy ReEncrypt ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand
        ScheduleKeyDeletion Sign TagResource UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription
        UpdatePrimaryRegion Verify VerifyMac
        """

    private static let iam = """

        AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup
        AssociateDelegationRequest AttachGroupPolicy AttachRolePolicy AttachUserPolicy ChangePassword
        CreateAccessKey CreateAccountAlias CreateDelegationRequest CreateGroup CreateInstanceProfile
        CreateLoginProfile CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole
        CreateSAMLProvider CreateServiceLinkedRole CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice
        DeactivateMFADevice DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup
        DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider DeletePolicy
        DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DeleteSAMLProvider
        DeleteSSHPublicKey DeleteServerCertificate DeleteServiceLinkedRole DeleteServiceSpecificCredential
        DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice
        DetachGroupPolicy DetachRolePolicy DetachUserPolicy DisableOrganizationsRootCredentialsManagement
        DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation EnableMFADevice
        EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions
        EnableOutboundWebIdentityFederation GenerateCredentialReport GenerateOrganizationsAccessReport
        GenerateServiceLastAccessedDetails PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy
        PutUserPermissionsBoundary PutUserPolicy RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider
        RemoveRoleFromInstanceProfile RemoveUserFromGroup ResetServiceSpecificCredential ResyncMFADevice
        SendDelegationToken SetDefaultPolicyVersion SetSecurityTokenServicePreferences SimulateCustomPolicy
        SimulatePrincipalPolicy TagInstanceProfile TagMFADevice TagOpenIDConnectProvider TagPolicy TagRole
        TagSAMLProvider TagServerCertificate TagUser UntagInstanceProfile UntagMFADevice UntagOpenIDConnectProvider
        UntagPolicy UntagRole UntagSAMLProvider UntagServerCertificate UntagUser UpdateAccessKey
        UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateDelegationRequest UpdateGroup UpdateLoginProfile
        UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription UpdateSAMLProvider UpdateSSHPublicKey
        UpdateServerCertificate UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser
        UploadSSHPublicKey UploadServerCertificate UploadSigningCertificate
        """

    private static let secretsManager = """

        BatchGetSecretValue CancelRotateSecret CreateSecret DeleteResourcePolicy DeleteSecret PutResourcePolicy
        PutSecretValue RemoveRegionsFromReplication ReplicateSecretToRegions RestoreSecret RotateSecret
        StopReplicationToReplica TagResource UntagResource UpdateSecret UpdateSecretVersionStage
        ValidateResourcePolicy
        """

    private static let sns = """

        AddPermission CheckIfPhoneNumberIsOptedOut ConfirmSubscription CreatePlatformApplication
        CreatePlatformEndpoint CreateSMSSandboxPhoneNumber CreateTopic DeleteEndpoint DeletePlatformApplication
        DeleteSMSSandboxPhoneNumber DeleteTopic OptInPhoneNumber Publish PublishBatch PutDataProtectionPolicy
        RemovePermission SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes
        SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource
        VerifySMSSandboxPhoneNumber
        """

    private static let sqs = """

        AddPermission CancelMessageMoveTask ChangeMessageVisibility ChangeMessageVisibilityBatch CreateQueue
        DeleteMessage DeleteMessageBatch DeleteQueue PurgeQueue ReceiveMessage RemovePermission SendMessage
        SendMessageBatch SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue
        """

    private static let cloudWatch = """

        DeleteAlarmMuteRule DeleteAlarms DeleteAnomalyDetector DeleteDashboards DeleteInsightRules
        DeleteMetricStream DisableAlarmActions DisableInsightRules EnableAlarmActions EnableInsightRules
        PutAlarmMuteRule PutAnomalyDetector PutCompositeAlarm PutDashboard PutInsightRule PutManagedInsightRules
        PutMetricAlarm PutMetricData PutMetricStream SetAlarmState StartMetricStreams StartOTelEnrichment
        StopMetricStreams StopOTelEnrichment TagResource UntagResource
        """

    private static let eventBridge = """

        ActivateEventSource CancelReplay CreateApiDestination CreateArchive CreateConnection CreateEndpoint
        CreateEventBus CreatePartnerEventSource DeactivateEventSource DeauthorizeConnection DeleteApiDestination
        DeleteArchive DeleteConnection DeleteEndpoint DeleteEventBus DeletePartnerEventSource DeleteRule DisableRule
        EnableRule PutEvents PutPartnerEvents PutPermission PutRule PutTargets RemovePermission RemoveTargets
        StartReplay TagResource TestEventPattern UntagResource UpdateApiDestination UpdateArchive UpdateConnection
        UpdateEndpoint UpdateEventBus
        """

    private static let backup = """

        AssociateBackupVaultMpaApprovalTeam CancelLegalHold CreateBackupPlan CreateBackupSelection CreateBackupVault
        CreateFramework CreateLegalHold CreateLogicallyAirGappedBackupVault CreateReportPlan
        CreateRestoreAccessBackupVault CreateRestoreTestingPlan CreateRestoreTestingSelection
        CreateTieringConfiguration DeleteBackupPlan DeleteBackupSelection DeleteBackupVault
        DeleteBackupVaultAccessPolicy DeleteBackupVaultLockConfiguration DeleteBackupVaultNotifications
        DeleteFramework DeleteRecoveryPoint DeleteReportPlan DeleteRestoreTestingPlan DeleteRestoreTestingSelection
        DeleteTieringConfiguration DisassociateBackupVaultMpaApprovalTeam DisassociateRecoveryPoint
        DisassociateRecoveryPointFromParent ExportBackupPlanTemplate PutBackupVaultAccessPolicy
        PutBackupVaultLockConfiguration PutBackupVaultNotifications PutRestoreValidationResult
        RevokeRestoreAccessBackupVault StartBackupJob StartCopyJob StartReportJob StartRestoreJob StartScanJob
        StopBackupJob TagResource UntagResource UpdateBackupPlan UpdateFramework UpdateGlobalSettings
        UpdateRecoveryPointIndexSettings UpdateRecoveryPointLifecycle UpdateRegionSettings UpdateReportPlan
        UpdateRestoreTestingPlan UpdateRestoreTestingSelection UpdateTieringConfiguration
        """
}
