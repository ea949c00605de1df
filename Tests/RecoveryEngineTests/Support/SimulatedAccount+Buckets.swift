import RecoveryModel

extension SimulatedAccount {
    mutating func make(_ change: BucketChange, _ whole: Change) throws {
        if case .create(let name, let lock, _) = change {
            guard inventory.buckets[name]?.exists != .known(true) else { throw Refused(whole, "BucketAlreadyExists") }
            var bucket = BucketState(name: name, exists: true)
            // What S3 gives every new bucket since 2023.
            bucket.encryption = .known(BucketEncryption(algorithm: "AES256"))
            bucket.publicAccessBlock = .known(.all)
            bucket.aclsDisabled = .known(true)
            bucket.objectLock = .known(ObjectLockState(enabled: lock))
            bucket.versioning = .known(lock)
            inventory.buckets[name] = bucket
            return
        }
        let name = whole.facts.resource.name
        guard var bucket = inventory.buckets[name], bucket.exists == .known(true) else {
            throw Refused(whole, "NoSuchBucket")
        }
        switch change {
        case .create: break
        case .putEncryption(_, let encryption): bucket.encryption = .known(encryption.after)
        case .enableVersioning: bucket.versioning = .known(true)
        case .putPublicAccessBlock(_, let block): bucket.publicAccessBlock = .known(block.after)
        case .disableACLs: bucket.aclsDisabled = .known(true)
        case .putPolicy(_, let policy):
            try written(policy, over: bucket.policy.value ?? nil, whole)
            bucket.policy = .known(policy.after)
        case .putLifecycle(_, let lifecycle):
            try written(lifecycle, over: bucket.lifecycle.value ?? nil, whole)
            try accept(lifecycle.after, whole)
            bucket.lifecycle = .known(lifecycle.after)
        case .putObjectLock(_, let lock):
            guard bucket.versioning == .known(true) else { throw Refused(whole, "InvalidBucketState: no versioning") }
            bucket.objectLock = .known(lock.after)
        case .putLogging(_, let logging):
            try written(logging, over: bucket.accessLogs.value ?? nil, whole)
            guard inventory.buckets[logging.after.target]?.exists == .known(true) else {
                throw Refused(whole, "InvalidTargetBucketForLogging")
            }
            bucket.accessLogs = .known(logging.after)
        case .putReplication(_, let replication):
            try written(replication, over: (bucket.replication?.value ?? nil) ?? nil, whole)
            guard bucket.versioning == .known(true) else { throw Refused(whole, "InvalidRequest: no versioning") }
            for rule in replication.after.rules {
                // One in another region is not among the buckets of this place.
                if let replica = inventory.buckets[rule.replica], replica.versioning != .known(true) {
                    throw Refused(whole, "InvalidRequest: the destination has no versioning")
                }
                guard !rule.takesEncrypted || rule.replicaKey != nil else {
                    throw Refused(whole, "InvalidRequest: ReplicaKmsKeyID must be specified")
                }
            }
            bucket.replication = .known(replication.after)
        }
        inventory.buckets[name] = bucket
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
    private func accept(_ lifecycle: BucketLifecycle, _ change: Change) throws {
        let ids = lifecycle.rules.compactMap(\.id)
        guard !lifecycle.rules.isEmpty, Set(ids).count == ids.count, ids.allSatisfy({ $0.count <= 255 }) else {
            throw Refused(change, "InvalidArgument: rule ids must be unique")
        }
        for rule in lifecycle.rules {
            let moves = rule.transitions.compactMap(\.days)
            if let expire = rule.expireDays, expire < 1 || moves.contains(where: { $0 >= expire }) {
                throw Refused(change, "InvalidArgument: expiration must come after transition")
            }
        }
    }
}
