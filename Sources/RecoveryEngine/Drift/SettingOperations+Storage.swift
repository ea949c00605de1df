import RecoveryModel

extension SettingOperations {
    /// Of buckets. S3 has names of its own for some: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
    static let buckets: [ControlID: Set<String>] = {
        let made: Set = ["CreateBucket", "DeleteBucket"]
        let policy: Set = ["PutBucketPolicy", "DeleteBucketPolicy"]
        let encryption: Set = ["PutBucketEncryption", "DeleteBucketEncryption"]
        let lock: Set = ["PutBucketObjectLockConfiguration", "PutObjectLockConfiguration"]
        let replication: Set = ["PutBucketReplication", "DeleteBucketReplication"]
        let settings: [ControlID: Set<String>] = [
            "storage.access-logs": ["PutBucketLogging"],
            "storage.acl-disabled": ["PutBucketOwnershipControls", "DeleteBucketOwnershipControls"],
            "storage.bucket-exists": [], "storage.bucket-key": encryption,
            "storage.cross-account-grants": policy,
            "storage.delete-needs-mfa-or-lock": lock.union(["PutBucketVersioning"]),
            "storage.encryption": encryption,
            "storage.lifecycle": [
                "PutBucketLifecycle", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle",
            ],
            "storage.log-delivery": policy, "storage.object-lock": lock, "storage.policy-allows-roles": policy,
            "storage.policy-not-public": policy,
            "storage.public-access-blocked": [
                "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "PutPublicAccessBlock",
                "DeletePublicAccessBlock", "PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock",
            ],
            "storage.replication": replication, "storage.replication-role": replication.union(roleContent),
            "storage.tls-only": policy, "storage.versioning": ["PutBucketVersioning"],
        ]
        return settings.mapValues { $0.union(made) }.merging(["storage.newest-object-age": []]) { $1 }
    }()

    /// Of keys. The policy names a key by its alias, which can be moved to another one.
    ///
    /// https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
    static let keys: [ControlID: Set<String>] = {
        let aliases: Set = ["CreateAlias", "UpdateAlias", "DeleteAlias"]
        let policies = [
            "cross-account-grants", "policy-allows-publishers", "policy-allows-roles", "policy-not-public",
            "usable-by-restore-role",
        ].map { (ControlID("keys.\($0)"), Set(["PutKeyPolicy"])) }
        let settings: [ControlID: Set<String>] = [
            "keys.enabled": ["EnableKey", "DisableKey"], "keys.exists": ["CreateKey", "ScheduleKeyDeletion"],
            "keys.multi-region": ["ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"],
            "keys.not-pending-deletion": ["ScheduleKeyDeletion", "CancelKeyDeletion"],
            "keys.rotation": ["EnableKeyRotation", "DisableKeyRotation"],
        ]
        return settings.merging(policies) { $1 }.mapValues { $0.union(aliases) }
    }()
}
