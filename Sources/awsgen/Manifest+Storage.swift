extension Manifest {
    static let storage: [Entry] = [
        Entry(
            "s3", "S3",
            Use(
                .audit,
                calls: """
                    GetBucketEncryption GetBucketLifecycleConfiguration GetBucketLogging GetBucketOwnershipControls
                    GetBucketPolicy GetBucketVersioning GetObjectLockConfiguration GetPublicAccessBlock HeadBucket
                    """),
            Use(
                .apply,
                calls: """
                    CreateBucket PutBucketEncryption PutBucketLifecycleConfiguration PutBucketLogging
                    PutBucketOwnershipControls PutBucketPolicy PutBucketVersioning PutObjectLockConfiguration
                    PutPublicAccessBlock
                    """),
            Use(.evidence, .changes, .backups, calls: "GetObject ListObjectsV2 PutObject"),
            // What AWS itself calls public, replication.
            Use(.controls, calls: "GetBucketPolicyStatus GetBucketReplication"),
            // Existence and region of many at once.
            Use(.audit, .policies, calls: "ListBuckets"),
            // The lock, and what a shorter lifecycle would delete.
            Use(.changes, .backups, calls: "DeleteObject"),
            Use(.changes, calls: "ListObjectVersions"),
            Use(
                .backups,
                calls: """
                    AbortMultipartUpload CompleteMultipartUpload CreateMultipartUpload HeadObject
                    ListMultipartUploads UploadPart
                    """),
            Use(.copies, calls: "PutBucketReplication")
        ).with {
            $0.unwrapped = ["GetBucketLocation"]
            $0.rules.omitted = headersOfOthers
            // A key's ARN and an encryption context are shown in every verdict about them.
            $0.rules.plain = ["SSEKMSKeyId", "SSEKMSEncryptionContext"]
            // A response without them must not read as "not public", "nothing is set" or "disabled".
            $0.rules.decisive = [
                "Destination": ["Bucket"],
                "GetBucketEncryptionOutput": ["ServerSideEncryptionConfiguration"],
                "GetBucketPolicyStatusOutput": ["PolicyStatus"],
                "GetPublicAccessBlockOutput": ["PublicAccessBlockConfiguration"],
                "LifecycleRule": ["Status"],
                "LoggingEnabled": ["TargetBucket"],
                "OwnershipControls": ["Rules"],
                "OwnershipControlsRule": ["ObjectOwnership"],
                "PolicyStatus": ["IsPublic"],
                "ReplicationConfiguration": ["Role", "Rules"],
                "ReplicationRule": ["Destination", "Status"],
                "ServerSideEncryptionByDefault": ["SSEAlgorithm"],
                "ServerSideEncryptionConfiguration": ["Rules"],
                "Tag": ["Key", "Value"],
            ]
        },
        Entry("s3control", "S3Control", Use(.audit, calls: "GetPublicAccessBlock")),
        Entry(
            "backup", "Backup",
            Use(
                .controls,
                calls: """
                    GetBackupPlan GetBackupSelection ListBackupPlans ListBackupSelections ListBackupVaults
                    ListCopyJobs ListRecoveryPointsByBackupVault
                    """),
            // A selection cannot be changed: another one takes its place.
            Use(
                .copies,
                calls: """
                    CreateBackupPlan CreateBackupSelection CreateBackupVault PutBackupVaultLockConfiguration
                    UpdateBackupPlan
                    """),
            Use(
                .restoreTesting,
                calls: """
                    CreateRestoreTestingPlan CreateRestoreTestingSelection DescribeRestoreJob GetRestoreTestingPlan
                    GetRestoreTestingSelection ListRestoreJobs ListRestoreTestingSelections
                    PutRestoreValidationResult StartRestoreJob UpdateRestoreTestingPlan
                    UpdateRestoreTestingSelection
                    """)
        ).with { $0.rules.decisive = ["BackupPlan": ["Rules"], "BackupRule": ["TargetBackupVaultName"]] },
    ]

    /// Checksums beside the two that drctl uses, keys of the customer's own, requester pays, grants by header.
    private static let headersOfOthers: [String: Set<String>] = [
        ShapeRules.everyShape: [
            "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumMD5", "ChecksumSHA1", "ChecksumSHA512", "ChecksumXXHASH128",
            "ChecksumXXHASH3", "ChecksumXXHASH64",
            "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite",
            "GrantWriteACP", "IfMatchInitiatedTime", "IfMatchLastModifiedTime", "IfMatchSize", "MFA",
            "OptionalObjectAttributes", "RequestCharged", "RequestPayer", "SSECustomerAlgorithm", "SSECustomerKey",
            "SSECustomerKeyMD5", "WebsiteRedirectLocation", "WriteOffsetBytes",
        ],
        "GetObjectRequest": responseHeaders,
        "HeadObjectRequest": responseHeaders,
    ]

    private static let responseHeaders: Set<String> = [
        "ResponseCacheControl", "ResponseContentDisposition", "ResponseContentEncoding", "ResponseContentLanguage",
        "ResponseContentType", "ResponseExpires",
    ]
}
