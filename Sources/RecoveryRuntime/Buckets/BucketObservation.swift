import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let buckets = Observation(kinds: [.bucket]) { place in
        let names = Set(place.target.buckets.map(\.name)).sorted()
        let observation = BucketObservation(observer: place.observer, account: place.account)
        async let block = names.isEmpty ? .known(nil) : observation.accountBlock()
        let guarded = Set(place.target.buckets.filter { $0.policy.publicAccessBlocked == true }.map(\.name))
        let replicated = Set(place.target.buckets.filter { $0.policy.replicateTo != nil }.map(\.name))
        let states = try await place.observer.each(names) { name in
            var state = try await observation.observe(name)
            if replicated.contains(name), state.exists == .known(true) {
                state.replicatesTo = try await observation.replicas(of: name)
            }
            guard guarded.contains(name), case .known(.some) = state.policy else { return state }
            state.isPublicByS3 = try await observation.isPublic(name)
            return state
        }
        let account = try await block
        return { inventory in
            inventory.buckets = Dictionary(uniqueKeysWithValues: zip(names, states))
            inventory.accountPublicAccessBlock = account
        }
    }
}

/// Reads a bucket: one call for each setting, concurrently, each naming the account that must own it.
struct BucketObservation: Sendable {
    let observer: Observer
    let account: AccountID

    func observe(_ name: String) async throws -> BucketState {
        let owner = account.description
        let exists = try await observer.ask(
            S3.headBucket, .init(bucket: name, expectedBucketOwner: owner),
            absentWhen: ["NoSuchBucket", "NotFound", "404"]
        ) { _ in true }
        switch exists {
        case .known(nil): return .absent(name)
        case .unavailable(let failure): return BucketState(name: name, failure: Self.explained(failure, name))
        case .known: break
        }
        var state = BucketState(name: name, failure: .notCollected("the settings of bucket \(name)"))
        state.exists = .known(true)
        async let encryption = encryption(name, owner)
        async let versioning = observer.ask(
            S3.getBucketVersioning, .init(bucket: name, expectedBucketOwner: owner)
            // S3 says nothing of a bucket that never had versioning.
        ) { (enabled: $0.status == .enabled, mfaDelete: $0.mfaDelete == .enabled) }
        async let block = publicAccessBlock(name, owner)
        async let policy = policy(name)
        async let lifecycle = lifecycle(name)
        async let lock = objectLock(name, owner)
        async let logging = logging(name)
        async let ownership = observer.ask(
            S3.getBucketOwnershipControls, .init(bucket: name, expectedBucketOwner: owner),
            absentWhen: ["OwnershipControlsNotFoundError"]
        ) { output in
            try output.ownershipControls.required("OwnershipControls").rules.contains {
                $0.objectOwnership == .bucketOwnerEnforced
            }
        }
        state.encryption = try await encryption
        let versions = try await versioning
        state.versioning = versions.map(\.enabled)
        state.mfaDelete = versions.map(\.mfaDelete)
        state.publicAccessBlock = try await block
        state.policy = try await policy
        state.lifecycle = try await lifecycle
        state.objectLock = try await lock
        state.accessLogs = try await logging
        // A bucket without ownership controls has ACLs.
        state.aclsDisabled = try await ownership.map { $0 ?? false }
        return state
    }

    /// A refused HEAD has no body that says why.
    private static func explained(_ failure: CollectionFailure, _ bucket: String) -> CollectionFailure {
        guard failure.reason.hasPrefix("403") else { return failure }
        return CollectionFailure(
            operation: failure.operation,
            reason:
                "403: the caller is not authorized to perform: s3:ListBucket on bucket \(bucket), or another account "
                + "owns it")
    }

    /// The account's own block, which holds for every bucket.
    func accountBlock() async throws -> Collected<PublicAccessBlock?> {
        try await observer.ask(
            S3Control.getPublicAccessBlock, .init(accountId: account.description),
            absentWhen: ["NoSuchPublicAccessBlockConfiguration"]
        ) { output in
            let block = try output.publicAccessBlockConfiguration.required("PublicAccessBlockConfiguration")
            return try PublicAccessBlock(
                block.blockPublicAcls, block.ignorePublicAcls, block.blockPublicPolicy, block.restrictPublicBuckets)
        }
    }

    private func encryption(_ name: String, _ owner: String) async throws -> Collected<BucketEncryption?> {
        try await observer.ask(
            S3.getBucketEncryption, .init(bucket: name, expectedBucketOwner: owner),
            absentWhen: ["ServerSideEncryptionConfigurationNotFoundError"]
        ) { output in
            let rule = try output.serverSideEncryptionConfiguration.rules.first.required("Rule")
            let applied = try rule.applyServerSideEncryptionByDefault.required("ApplyServerSideEncryptionByDefault")
            // The S3 Bucket Key is disabled where a rule does not mention it.
            return BucketEncryption(
                algorithm: applied.sseAlgorithm.rawValue, key: applied.kmsMasterKeyID,
                bucketKey: rule.bucketKeyEnabled ?? false)
        }
    }

    private func publicAccessBlock(_ name: String, _ owner: String) async throws -> Collected<PublicAccessBlock?> {
        try await observer.ask(
            S3.getPublicAccessBlock, .init(bucket: name, expectedBucketOwner: owner),
            absentWhen: ["NoSuchPublicAccessBlockConfiguration"]
        ) { output in
            let block = output.publicAccessBlockConfiguration
            return try PublicAccessBlock(
                block.blockPublicAcls, block.ignorePublicAcls, block.blockPublicPolicy, block.restrictPublicBuckets)
        }
    }

    func policy(_ name: String) async throws -> Collected<AccessPolicy?> {
        try await observer.ask(
            S3.getBucketPolicy, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["NoSuchBucketPolicy"]
        ) { try AccessPolicy(parsing: $0.policy.required("Policy")) }
    }

    /// The buckets to which every new object goes: rules for some objects only do not count.
    func replicas(of name: String) async throws -> Collected<[String]> {
        try await observer.ask(
            S3.getBucketReplication, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["ReplicationConfigurationNotFoundError"]
        ) { output in
            let rules = try output.replicationConfiguration.required("ReplicationConfiguration").rules
            return rules.filter { $0.status == .enabled && $0.isForAll }.compactMap {
                $0.destination.bucket.split(separator: ":").last.map(String.init)
            }.sorted()
        }
        .map { $0 ?? [] }
    }

    /// Whether S3 itself calls the bucket's policy public.
    func isPublic(_ name: String) async throws -> Collected<Bool> {
        try await observer.ask(
            S3.getBucketPolicyStatus, .init(bucket: name, expectedBucketOwner: account.description)
        ) { $0.policyStatus.isPublic }
    }

    func lifecycle(_ name: String) async throws -> Collected<BucketLifecycle?> {
        try await observer.ask(
            S3.getBucketLifecycleConfiguration, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["NoSuchLifecycleConfiguration"]
        ) { output in
            BucketLifecycle(
                try output.rules.required("Rule").map(LifecycleRule.init(described:)),
                minimumTransitionSize: output.transitionDefaultMinimumObjectSize?.rawValue)
        }
    }

    func logging(_ name: String) async throws -> Collected<BucketLogging?> {
        try await observer.ask(
            S3.getBucketLogging, .init(bucket: name, expectedBucketOwner: account.description)
        ) { try $0.loggingEnabled.map(BucketLogging.init(described:)) }
    }

    private func objectLock(_ name: String, _ owner: String) async throws -> Collected<ObjectLockState> {
        try await observer.ask(
            S3.getObjectLockConfiguration, .init(bucket: name, expectedBucketOwner: owner),
            absentWhen: ["ObjectLockConfigurationNotFoundError"]
        ) { output in
            let configuration = try output.objectLockConfiguration.required("ObjectLockConfiguration")
            let retention = configuration.rule?.defaultRetention
            return ObjectLockState(
                enabled: try configuration.objectLockEnabled.required("ObjectLockEnabled") == .enabled,
                mode: retention?.mode?.rawValue,
                // A retention in years has no days, or 0 of them where an endpoint sends both.
                days: retention.flatMap { retention in
                    retention.years.flatMap { $0 > 0 ? $0 * 365 : nil } ?? retention.days
                })
        }
        .map { $0 ?? ObjectLockState() }
    }
}

extension PublicAccessBlock {
    /// As S3 and S3 Control say it.
    ///
    /// - Throws: `MissingMember`: a switch that is not reported is neither off nor on.
    fileprivate init(_ acls: Bool?, _ ignore: Bool?, _ policy: Bool?, _ restrict: Bool?) throws {
        self.init(
            blockPublicACLs: try acls.required("BlockPublicAcls"),
            ignorePublicACLs: try ignore.required("IgnorePublicAcls"),
            blockPublicPolicy: try policy.required("BlockPublicPolicy"),
            restrictPublicBuckets: try restrict.required("RestrictPublicBuckets"))
    }
}

extension S3.ReplicationRule {
    /// Whether every object of the bucket is replicated by it.
    fileprivate var isForAll: Bool {
        (prefix ?? "").isEmpty && (filter?.prefix ?? "").isEmpty && filter?.tag == nil && filter?.and == nil
    }
}
