import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func executeOnBucket(_ change: Change) async throws {
        let owner = account.description
        switch change {
        case .createBucket(let name, let lock):
            var input = S3.CreateBucketInput(bucket: name)
            // us-east-1 is the one region that must not be named.
            if region.rawValue != "us-east-1" {
                input.createBucketConfiguration = .init(locationConstraint: .init(rawValue: region.rawValue))
            }
            if lock { input.objectLockEnabledForBucket = true }
            do {
                _ = try await client.send(S3.createBucket, input)
            } catch let error as ClientError where error.code == "BucketAlreadyOwnedByYou" {
                // An earlier run was interrupted after this step.
            }
        case .putBucketEncryption(let bucket, let encryption):
            let byDefault = S3.ServerSideEncryptionByDefault(
                sseAlgorithm: .init(rawValue: encryption.algorithm),
                kmsMasterKeyID: encryption.key)
            _ = try await client.send(
                S3.putBucketEncryption,
                .init(
                    bucket: bucket,
                    serverSideEncryptionConfiguration: .init(
                        rules: [
                            .init(
                                applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: encryption.bucketKey)
                        ]), expectedBucketOwner: owner))
        case .enableBucketVersioning(let bucket):
            _ = try await client.send(
                S3.putBucketVersioning,
                .init(bucket: bucket, versioningConfiguration: .init(status: .enabled), expectedBucketOwner: owner))
        case .putPublicAccessBlock(let bucket, let block):
            _ = try await client.send(
                S3.putPublicAccessBlock,
                .init(
                    bucket: bucket,
                    publicAccessBlockConfiguration: .init(
                        blockPublicAcls: block.blockPublicACLs, ignorePublicAcls: block.ignorePublicACLs,
                        blockPublicPolicy: block.blockPublicPolicy, restrictPublicBuckets: block.restrictPublicBuckets),
                    expectedBucketOwner: owner))
        case .disableBucketACLs(let bucket):
            _ = try await client.send(
                S3.putBucketOwnershipControls,
                .init(
                    bucket: bucket, expectedBucketOwner: owner,
                    ownershipControls: .init(rules: [.init(objectOwnership: .bucketOwnerEnforced)])))
        case .putBucketPolicy(let bucket, let policy):
            _ = try await client.send(
                S3.putBucketPolicy, .init(bucket: bucket, policy: policy.json.compact, expectedBucketOwner: owner))
        default: try await executeOnBucketLifetime(change, owner: owner)
        }
    }

    private func executeOnBucketLifetime(_ change: Change, owner: String) async throws {
        switch change {
        case .putBucketLifecycle(let bucket, let rules):
            _ = try await client.send(
                S3.putBucketLifecycleConfiguration,
                .init(
                    bucket: bucket, lifecycleConfiguration: .init(rules: rules.map(\.wire)), expectedBucketOwner: owner)
            )
        case .putObjectLock(let bucket, let lock):
            let retention = S3.DefaultRetention(mode: lock.mode.map { .init(rawValue: $0) }, days: lock.days)
            _ = try await client.send(
                S3.putObjectLockConfiguration,
                .init(
                    bucket: bucket,
                    objectLockConfiguration: .init(
                        objectLockEnabled: .enabled, rule: .init(defaultRetention: retention)),
                    expectedBucketOwner: owner))
        case .putBucketLogging(let bucket, let target, let prefix):
            _ = try await client.send(
                S3.putBucketLogging,
                .init(
                    bucket: bucket,
                    bucketLoggingStatus: .init(loggingEnabled: .init(targetBucket: target, targetPrefix: prefix)),
                    expectedBucketOwner: owner))
        default: break
        }
    }
}
