import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: BucketChange) async throws {
        let owner = account.description
        let reading = BucketObservation(observer: observer, account: account)
        switch change {
        case .create(let name, let lock, let tags): try await create(name, objectLock: lock, tags: tags)
        case .putEncryption(let bucket, let encryption):
            let byDefault = S3.ServerSideEncryptionByDefault(
                sseAlgorithm: .init(rawValue: encryption.after.algorithm), kmsMasterKeyID: encryption.after.key)
            let rule = S3.ServerSideEncryptionRule(
                applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: encryption.after.bucketKey,
                blockedEncryptionTypes: encryption.after.blocked.map {
                    .init(encryptionType: $0.map(S3.EncryptionType.init(rawValue:)))
                })
            _ = try await client.send(
                S3.putBucketEncryption,
                .init(
                    bucket: bucket, serverSideEncryptionConfiguration: .init(rules: [rule]),
                    expectedBucketOwner: owner))
        case .enableVersioning(let bucket):
            _ = try await client.send(
                S3.putBucketVersioning,
                .init(bucket: bucket, versioningConfiguration: .init(status: .enabled), expectedBucketOwner: owner))
        case .putPublicAccessBlock(let bucket, let block):
            _ = try await client.send(
                S3.putPublicAccessBlock,
                .init(
                    bucket: bucket, publicAccessBlockConfiguration: block.after.wire, expectedBucketOwner: owner))
        case .disableACLs(let bucket):
            _ = try await client.send(
                S3.putBucketOwnershipControls,
                .init(
                    bucket: bucket, expectedBucketOwner: owner,
                    ownershipControls: .init(rules: [.init(objectOwnership: .bucketOwnerEnforced)])))
        case .putPolicy(let bucket, let document):
            try await replace(document, of: "the policy of bucket \(bucket)") {
                try await reading.policy(bucket)
            } write: { policy in
                _ = try await client.send(
                    S3.putBucketPolicy,
                    .init(bucket: bucket, policy: policy.json.compact, expectedBucketOwner: owner))
            }
        case .putLifecycle(let bucket, let document):
            try await replace(document, of: "the lifecycle rules of bucket \(bucket)") {
                try await reading.lifecycle(bucket)
            } write: { lifecycle in
                _ = try await client.send(
                    S3.putBucketLifecycleConfiguration,
                    .init(
                        bucket: bucket, lifecycleConfiguration: .init(rules: lifecycle.rules.map(\.wire)),
                        expectedBucketOwner: owner,
                        transitionDefaultMinimumObjectSize: lifecycle.minimumTransitionSize.map {
                            .init(rawValue: $0)
                        }))
            }
        case .putObjectLock(let bucket, let lock):
            let retention = S3.DefaultRetention(
                mode: lock.after.mode.map { .init(rawValue: $0) }, days: lock.after.days)
            _ = try await client.send(
                S3.putObjectLockConfiguration,
                .init(
                    bucket: bucket,
                    objectLockConfiguration: .init(
                        objectLockEnabled: .enabled, rule: .init(defaultRetention: retention)),
                    expectedBucketOwner: owner))
        case .putLogging(let bucket, let document):
            try await replace(document, of: "the access logging of bucket \(bucket)") {
                try await reading.logging(bucket)
            } write: { logging in
                _ = try await client.send(
                    S3.putBucketLogging,
                    .init(
                        bucket: bucket, bucketLoggingStatus: .init(loggingEnabled: logging.wire),
                        expectedBucketOwner: owner))
            }
        case .putReplication(let bucket, let document):
            try await replace(document, of: "the replication of bucket \(bucket)") {
                try await reading.replication(bucket)
            } write: { replication in
                _ = try await client.send(
                    S3.putBucketReplication,
                    .init(
                        bucket: bucket, replicationConfiguration: replication.wire, expectedBucketOwner: owner))
            }
        }
    }

    /// A bucket that an interrupted run created is as good.
    private func create(_ name: String, objectLock: Bool, tags: [String: String]) async throws {
        var input = S3.CreateBucketInput(bucket: name)
        var configuration = S3.CreateBucketConfiguration()
        // us-east-1 is the one region that must not be named.
        if region.rawValue != "us-east-1" { configuration.locationConstraint = .init(rawValue: region.rawValue) }
        if !tags.isEmpty {
            configuration.tags = tags.sorted { $0.key < $1.key }.map { S3.Tag(key: $0.key, value: $0.value) }
        }
        if configuration.locationConstraint != nil || configuration.tags != nil {
            input.createBucketConfiguration = configuration
        }
        if objectLock { input.objectLockEnabledForBucket = true }
        do {
            _ = try await client.send(S3.createBucket, input)
        } catch let error as ClientError where error.code == "BucketAlreadyOwnedByYou" {}
    }
}

extension PublicAccessBlock {
    /// The switches as S3 takes them.
    fileprivate var wire: S3.PublicAccessBlockConfiguration {
        .init(
            blockPublicAcls: blockPublicACLs, ignorePublicAcls: ignorePublicACLs, blockPublicPolicy: blockPublicPolicy,
            restrictPublicBuckets: restrictPublicBuckets)
    }
}
