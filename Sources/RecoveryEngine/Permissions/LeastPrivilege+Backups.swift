import RecoveryModel

// What backup and restore jobs do, which are not drctl's own: writing and reading objects, never deleting them.
extension LeastPrivilege {
    static func backup(_ scope: DutyScope) -> [Grant] {
        let buckets = scope.writtenBuckets
        guard !buckets.isEmpty else { return [] }
        // The alarm of a silent job waits for what the job itself reports.
        let reports = scope.target.policy.alarms?.heartbeats["backup"] != nil
        let grants: [[Grant]] = [
            .allow("WriteBackups", ["s3:PutObject", "s3:AbortMultipartUpload"], on: objects(scope, buckets)),
            .allow("ListBackups", ["s3:ListBucket"], on: names(scope, buckets)),
            keys("EncryptBackups", ["kms:Decrypt", "kms:GenerateDataKey"], buckets, scope),
            reports ? publishMetrics(scope) : [],
        ]
        return grants.flatMap { $0 }
    }

    static func restore(_ scope: DutyScope) -> [Grant] {
        let buckets = scope.backupBuckets
        // What lies in these has to be restored before it can be read.
        let archived = buckets.filter { bucket in
            bucket.policy.lifecycle.contains { archives.contains($0.transition?.storageClass ?? "") }
        }
        // Without versioning there is nothing but the newest object.
        let versioned = buckets.filter { $0.policy.versioning == true || $0.policy.objectLock != nil }
        let grants: [[Grant]] = [
            .allow("ReadBackups", ["s3:GetObject"], on: objects(scope, buckets)),
            .allow("ReadBackups", ["s3:GetObjectVersion"], on: objects(scope, versioned)),
            .allow("ListBackups", ["s3:ListBucket"], on: names(scope, buckets)),
            .allow("ListBackups", ["s3:ListBucketVersions"], on: names(scope, versioned)),
            .allow("RestoreArchivedBackups", ["s3:RestoreObject"], on: objects(scope, archived)),
            keys("DecryptBackups", ["kms:Decrypt"], buckets, scope),
        ]
        return grants.flatMap { $0 }
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
    private static let archives: Set<String> = ["GLACIER", "DEEP_ARCHIVE"]

    private static func names(_ scope: DutyScope, _ buckets: [Target.Bucket]) -> [String] {
        buckets.map { scope.arn("s3", $0.name) }
    }

    private static func objects(_ scope: DutyScope, _ buckets: [Target.Bucket]) -> [String] {
        names(scope, buckets).map { "\($0)/*" }
    }

    /// The keys that the buckets are encrypted with, when S3 asks for them.
    private static func keys(
        _ purpose: String, _ actions: [String], _ buckets: [Target.Bucket], _ scope: DutyScope
    ) -> [Grant] {
        buckets.compactMap(\.policy.encryption?.key).flatMap { name -> [Grant] in
            let key = scope.key(name)
            return .allow(
                purpose, actions, on: [key.arn],
                when: key.condition.and(DutyScope.via("s3", scope.target.place.region)))
        }
    }
}
