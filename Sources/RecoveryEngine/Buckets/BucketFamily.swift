import AWSNames
import RecoveryModel

/// A bucket with what the policy requires of it.
struct BucketSubject: Subject {
    let context: ControlContext
    let target: Target.Bucket
    let bucket: BucketState

    var policy: BucketPolicy { target.policy }
    /// The bucket that receives its access logs, under its real name.
    var accessLogs: String? { target.accessLogs }
    /// The buckets whose access logs come here, sorted.
    var logSources: [String] { target.logSources }
    /// The account's own block, which holds for every bucket.
    var accountBlock: Collected<PublicAccessBlock?> { context.inventory.accountPublicAccessBlock }
    var resource: ResourceReference { ResourceReference(.bucket, bucket.name) }
    var entry: Int? { target.entry }

    func fragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        [TemplateFragment(.bucket, target.word, path: path, value: value)]
    }
}

extension Family {
    static let buckets = Family(
        .bucket,
        controls: [
            .bucketExists, .bucketEncryption, .bucketKey, .bucketVersioning, .publicAccessBlocked, .aclsDisabled,
            .tlsOnly, .bucketAdmitsRoles, .bucketReplication, .replicationRole, .bucketDeletionProtection, .lifecycle,
            .objectLock, .accessLogs, .logDelivery, .newestObject,
        ] + PolicyControls.ofBucket.controls,
        subjects: { context in
            context.target.buckets.map { target in
                BucketSubject(
                    context: context, target: target,
                    bucket: context.inventory.buckets[target.name]
                        ?? BucketState(name: target.name, failure: .notCollected("s3:HeadBucket")))
            }
        },
        reads: { target in
            guard !target.buckets.isEmpty else { return [] }
            // The same for every bucket, so that a role's policy names the buckets once.
            let some =
                (target.buckets.contains { $0.policy.publicAccessBlocked == true } ? ["s3:GetBucketPolicyStatus"] : [])
                + (target.buckets.contains { $0.policy.replicateTo != nil } ? ["s3:GetReplicationConfiguration"] : [])
            let always = [
                "s3:ListBucket", "s3:GetEncryptionConfiguration", "s3:GetBucketVersioning",
                "s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicy", "s3:GetLifecycleConfiguration",
                "s3:GetBucketObjectLockConfiguration", "s3:GetBucketLogging", "s3:GetBucketOwnershipControls",
            ]
            // Whether the replica is there to be written to; of the target's own buckets that is read anyway.
            let replicas = Set(
                target.replicationRoutes.filter { $0.region.rawValue != target.place.region }.map(\.replica))
            return replicas.sorted().map { Need("s3:GetBucketVersioning", $0) }
                + .all(
                    ["s3:GetAccountPublicAccessBlock"] + (target.listsBuckets ? ["s3:ListAllMyBuckets"] : []), on: "*")
                + target.buckets.flatMap { [Need].all(always + some, on: $0.name) }
                + (target.buckets.contains(where: \.asksForUsableKey) ? [Need("kms:DescribeKey", "key/*")] : [])
        },
        imagine: { target, account, inventory in
            for bucket in target.buckets {
                var state = BucketState(name: bucket.name, exists: account != .empty)
                if target.route(of: bucket) != nil {
                    (state.replication, state.isReplicaVersioned) = (.known(nil), .known(true))
                }
                inventory.buckets[bucket.name] = state
            }
            guard !target.replicationRoutes.isEmpty else { return }
            let role = target.policy.replicationRole
            // Once it has to be made, and once it is there and lacks its policy.
            inventory.roles[role] = .imagined(
                role, target, account == .altered ? .neglected : .empty, ReplicationRole.trust)
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}
