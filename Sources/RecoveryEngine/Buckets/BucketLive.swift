import RecoveryModel

extension BucketSubject {
    /// The bucket with every setting that is read, and its policy.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard try bucket.exists.get() else { return [] }
            let lock = try bucket.objectLock.get()
            var resources = [
                LiveResource(
                    .bucket, target.word, bucket.name,
                    [
                        "BucketName": .string(bucket.name),
                        "BucketEncryption": try bucket.encryption.get()?.templateJSON,
                        "VersioningConfiguration": try bucket.versioning.get() ? ["Status": "Enabled"] : nil,
                        "PublicAccessBlockConfiguration": try bucket.publicAccessBlock.get()?.templateJSON,
                        "OwnershipControls": try bucket.aclsDisabled.get()
                            ? ["Rules": [["ObjectOwnership": "BucketOwnerEnforced"]]] : nil,
                        "LifecycleConfiguration": try bucket.lifecycle.get()?.templateJSON,
                        "ObjectLockEnabled": lock.enabled ? true : nil,
                        "ObjectLockConfiguration": lock.templateJSON,
                        "LoggingConfiguration": try bucket.accessLogs.get().map {
                            ["DestinationBucketName": .string($0.target), "LogFilePrefix": .string($0.prefix)]
                        },
                    ])
            ]
            if let policy = try bucket.policy.get() {
                resources.append(
                    LiveResource(
                        .bucketPolicy, target.word, bucket.name,
                        ["Bucket": .string(bucket.name), "PolicyDocument": policy.json]))
            }
            return resources
        }
    }
}

extension BucketEncryption {
    fileprivate var templateJSON: JSONValue {
        var defaults: [String: JSONValue] = ["SSEAlgorithm": .string(algorithm)]
        defaults["KMSMasterKeyID"] = key.map(JSONValue.string)
        return [
            "ServerSideEncryptionConfiguration": [
                ["ServerSideEncryptionByDefault": .object(defaults), "BucketKeyEnabled": .bool(bucketKey)]
            ]
        ]
    }
}

extension PublicAccessBlock {
    /// As `AWS::S3::Bucket` declares it.
    var templateJSON: JSONValue {
        [
            "BlockPublicAcls": .bool(blockPublicACLs), "IgnorePublicAcls": .bool(ignorePublicACLs),
            "BlockPublicPolicy": .bool(blockPublicPolicy), "RestrictPublicBuckets": .bool(restrictPublicBuckets),
        ]
    }
}

extension BucketLifecycle {
    fileprivate var templateJSON: JSONValue {
        var lifecycle: [String: JSONValue] = ["Rules": .array(rules.map(\.templateJSON))]
        lifecycle["TransitionDefaultMinimumObjectSize"] = minimumTransitionSize.map(JSONValue.string)
        return .object(lifecycle)
    }
}

extension ObjectLockState {
    /// As `AWS::S3::Bucket` declares it; nil without a default retention.
    var templateJSON: JSONValue? {
        guard enabled, let mode, let days else { return nil }
        return [
            "ObjectLockEnabled": "Enabled",
            "Rule": ["DefaultRetention": ["Mode": .string(mode), "Days": .integer(days)]],
        ]
    }
}
