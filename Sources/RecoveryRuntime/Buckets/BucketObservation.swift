import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let buckets = Observation(kinds: [.bucket]) { place in
        let judged = place.target.judgedSettings
        let wanted = place.extent == .everything ? judged.mapValues { _ in Set(BucketSetting.allCases) } : judged
        let names = wanted.keys.sorted()
        let observation = BucketObservation(observer: place.observer, account: place.account)
        async let block = names.isEmpty ? .known(nil) : observation.accountBlock()
        let listed = place.target.listsBuckets ? try await observation.listed(in: place.region) : []
        let guarded = Set(place.target.buckets.filter { $0.policy.publicAccessBlocked == true }.map(\.name))
        let replicated = Set(place.target.buckets.filter { $0.policy.replicateTo != nil }.map(\.name))
        let routes = Dictionary(place.target.replicationRoutes.map { ($0.source, $0) }) { first, _ in first }
        let newest = Dictionary(
            place.target.buckets.compactMap { bucket in bucket.policy.newestObject.map { (bucket.name, $0) } }
        ) { min($0, $1) }
        let states = try await place.observer.each(names) { name in
            var state = try await observation.observe(name, wanted[name] ?? [], isListed: listed.contains(name))
            if replicated.contains(name), state.exists == .known(true) {
                state.replication = try await observation.replication(name)
                state.isReplicaVersioned = try await observation.isVersioned(routes[name], here: place.region)
            }
            if let age = newest[name], state.exists == .known(true) {
                state.newestObject = try await observation.newestObject(of: name, since: place.now - age)
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

    /// The account's buckets in a region, a page of the list being one call; none when they cannot be listed. What is not
    /// in the list has to be asked for by itself.
    func listed(in region: Region) async throws -> Set<String> {
        let found = try await observer.list(S3.listBucketsPages, .init(maxBuckets: 1_000)) { page in
            try page.buckets.required("Buckets").filter { $0.bucketRegion.map { $0 == region.rawValue } ?? true }
                .compactMap(\.name)
        }
        return Set(found.value ?? [])
    }

    /// - Parameter isListed: Whether it is known to exist, and to be the account's.
    func observe(
        _ name: String, _ settings: Set<BucketSetting>, isListed: Bool = false
    ) async throws -> BucketState {
        switch isListed ? .known(true) : try await exists(name) {
        case .known(nil): return .absent(name)
        case .unavailable(let failure):
            return BucketState(name: name, failure: try await explained(failure, name))
        case .known: break
        }
        var state = BucketState(name: name, failure: .notCollected("the settings of bucket \(name)"))
        state.exists = .known(true)
        let unread = state
        @Sendable func read<Value: Sendable>(
            _ setting: BucketSetting, else blank: Collected<Value>,
            _ ask: @Sendable () async throws -> Collected<Value>
        ) async throws -> Collected<Value> {
            settings.contains(setting) ? try await ask() : blank
        }
        async let encryption = read(.encryption, else: unread.encryption) { try await self.encryption(name) }
        async let versioning = read(
            .versioning, else: unread.versioning.map { Versioning(enabled: $0, mfaDelete: false) }
        ) { try await self.versioning(name) }
        async let block = read(.publicAccessBlock, else: unread.publicAccessBlock) {
            try await self.publicAccessBlock(name)
        }
        async let policy = read(.policy, else: unread.policy) { try await self.policy(name) }
        async let lifecycle = read(.lifecycle, else: unread.lifecycle) { try await self.lifecycle(name) }
        async let lock = read(.objectLock, else: unread.objectLock) { try await self.objectLock(name) }
        async let logging = read(.accessLogs, else: unread.accessLogs) { try await self.logging(name) }
        async let ownership = read(.ownership, else: unread.aclsDisabled) { try await self.aclsDisabled(name) }
        state.encryption = try await encryption
        let versions = try await versioning
        state.versioning = versions.map(\.enabled)
        state.mfaDelete = versions.map(\.mfaDelete)
        state.publicAccessBlock = try await block
        state.policy = try await policy
        state.lifecycle = try await lifecycle
        state.objectLock = try await lock
        state.accessLogs = try await logging
        state.aclsDisabled = try await ownership
        return state
    }

    /// Nil for a bucket that does not exist.
    private func exists(_ name: String) async throws -> Collected<Bool?> {
        try await observer.ask(
            S3.headBucket, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["NoSuchBucket", "NotFound", "404"]
        ) { _ in true }
    }

    /// A refused HEAD has no body that says why: the list of the account's own buckets tells whose it is.
    private func explained(_ failure: CollectionFailure, _ bucket: String) async throws -> CollectionFailure {
        guard failure.reason.hasPrefix("403") else { return failure }
        let own = try await observer.list(S3.listBucketsPages, .init(maxBuckets: 1_000, prefix: bucket)) { page in
            try page.buckets.required("Buckets").compactMap(\.name)
        }
        if case .known(let names) = own, !names.contains(bucket) { return .nameTaken(bucket) }
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

    /// What one answer says of a bucket's versions.
    private struct Versioning: Sendable {
        var enabled: Bool
        var mfaDelete: Bool
    }

    private func versioning(_ name: String) async throws -> Collected<Versioning> {
        try await observer.ask(
            S3.getBucketVersioning, .init(bucket: name, expectedBucketOwner: account.description)
            // S3 says nothing of a bucket that never had versioning.
        ) { Versioning(enabled: $0.status == .enabled, mfaDelete: $0.mfaDelete == .enabled) }
    }

    private func aclsDisabled(_ name: String) async throws -> Collected<Bool> {
        try await observer.ask(
            S3.getBucketOwnershipControls, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["OwnershipControlsNotFoundError"]
        ) { output in
            try output.ownershipControls.required("OwnershipControls").rules.contains {
                $0.objectOwnership == .bucketOwnerEnforced
            }
        }
        // A bucket without ownership controls has ACLs.
        .map { $0 ?? false }
    }

    /// The default encryption; nil inside without a configuration.
    func encryption(_ name: String) async throws -> Collected<BucketEncryption?> {
        try await observer.ask(
            S3.getBucketEncryption, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["ServerSideEncryptionConfigurationNotFoundError"]
        ) { output in
            let rule = try output.serverSideEncryptionConfiguration.rules.first.required("Rule")
            let applied = try rule.applyServerSideEncryptionByDefault.required("ApplyServerSideEncryptionByDefault")
            // The S3 Bucket Key is disabled where a rule does not mention it.
            return BucketEncryption(
                algorithm: applied.sseAlgorithm.rawValue, key: applied.kmsMasterKeyID,
                bucketKey: rule.bucketKeyEnabled ?? false,
                blocked: rule.blockedEncryptionTypes?.encryptionType.map { $0.map(\.rawValue).sorted() })
        }
    }

    private func publicAccessBlock(_ name: String) async throws -> Collected<PublicAccessBlock?> {
        try await observer.ask(
            S3.getPublicAccessBlock, .init(bucket: name, expectedBucketOwner: account.description),
            absentWhen: ["NoSuchPublicAccessBlockConfiguration"]
        ) { output in
            let block = output.publicAccessBlockConfiguration
            return try PublicAccessBlock(
                block.blockPublicAcls, block.ignorePublicAcls, block.blockPublicPolicy, block.restrictPublicBuckets)
        }
    }

    /// S3 answers with the document itself, of which a part that was cut off is a text like any other: it is read again.
    func policy(_ name: String) async throws -> Collected<AccessPolicy?> {
        var attempts = 0
        while true {
            attempts += 1
            let text = try await observer.ask(
                S3.getBucketPolicy, .init(bucket: name, expectedBucketOwner: account.description),
                absentWhen: ["NoSuchBucketPolicy"]
            ) { try $0.policy.required("Policy") }
            guard case .known(let document?) = text else { return text.map { _ in nil } }
            do {
                return .known(try AccessPolicy(parsing: document))
            } catch  where attempts < observer.client.settings.retry.maximumAttempts {
                continue
            } catch {
                return .unavailable(CollectionFailure(operation: "s3:GetBucketPolicy", reason: "\(error)"))
            }
        }
    }

    /// How many pages of a thousand objects are looked at for a young one.
    private static let mostPages = 100
    /// Of a page without objects.
    private static let never = Instant(secondsSince1970: -.infinity)

    /// When the newest object was written; nil inside for an empty bucket. S3 lists by name: the search ends with the first
    /// page that has an object young enough, and what lies beyond a hundred thousand others is unknown.
    func newestObject(of name: String, since limit: Instant) async throws -> Collected<Instant?> {
        let input = S3.ListObjectsV2Input(bucket: name, expectedBucketOwner: account.description)
        let pages = try await observer.list(
            S3.listObjectsV2Pages, input,
            until: { $0.count >= Self.mostPages || ($0.last.map { $0 >= limit } ?? false) }
        ) { page -> [Instant] in
            // A page without objects is a page all the same.
            let times = try (page.contents ?? []).map { try $0.lastModified.required("LastModified") }
            return [times.map { Instant(milliseconds: $0.milliseconds) }.max() ?? Self.never]
        }
        return pages.flatMap { newest in
            let found = newest.max().flatMap { $0 == Self.never ? nil : $0 }
            guard newest.count >= Self.mostPages, found.map({ $0 < limit }) ?? true else { return .known(found) }
            return .unavailable(
                CollectionFailure(
                    operation: "s3:ListBucket",
                    reason: "no object of the first \(CountText.number(Self.mostPages * 1_000)) is young enough"))
        }
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

    /// Whether objects are locked, and for how long by default.
    func objectLock(_ name: String) async throws -> Collected<ObjectLockState> {
        try await observer.ask(
            S3.getObjectLockConfiguration, .init(bucket: name, expectedBucketOwner: account.description),
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
