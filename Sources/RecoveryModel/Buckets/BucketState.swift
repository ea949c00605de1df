/// A bucket as S3 describes it, one observation a setting, since each is a call of its own.
package struct BucketState: Sendable, Equatable {
    package var name: String
    package var exists: Collected<Bool>
    /// Nil when there is none.
    package var encryption: Collected<BucketEncryption?>
    package var versioning: Collected<Bool>
    package var publicAccessBlock: Collected<PublicAccessBlock?>
    package var policy: Collected<AccessPolicy?>
    /// Whether deleting a version needs a second factor.
    package var mfaDelete: Collected<Bool> = .known(false)
    /// Nil inside for a bucket that is not replicated; nil where nobody asks.
    package var replication: Collected<BucketReplication?>?
    /// Whether the policy's bucket in another region that receives its replicas is there with versioning; nil where nobody
    /// asks.
    package var isReplicaVersioned: Collected<Bool>?
    /// When the newest object was written, nil inside for an empty bucket; nil where nobody asks.
    package var newestObject: Collected<Instant?>?
    /// Whether S3 itself calls the policy public; nil where that is not asked.
    package var isPublicByS3: Collected<Bool>?
    /// Nil when there is none.
    package var lifecycle: Collected<BucketLifecycle?>
    package var objectLock: Collected<ObjectLockState>
    /// Where access logs go; nil when logging is disabled.
    package var accessLogs: Collected<BucketLogging?>
    /// True when ACLs are disabled (`BucketOwnerEnforced`).
    package var aclsDisabled: Collected<Bool>

    /// A bucket that does not exist: everything is known to be absent.
    package static func absent(_ name: String) -> BucketState { BucketState(name: name, exists: false) }

    /// A bucket none of whose settings is set.
    package init(name: String, exists: Bool) {
        self.name = name
        self.exists = .known(exists)
        encryption = .known(nil)
        versioning = .known(false)
        publicAccessBlock = .known(nil)
        policy = .known(nil)
        lifecycle = .known(nil)
        objectLock = .known(ObjectLockState())
        accessLogs = .known(nil)
        aclsDisabled = .known(false)
    }

    /// A bucket that could not be seen at all.
    package init(name: String, failure: CollectionFailure) {
        self.name = name
        exists = .unavailable(failure)
        encryption = .unavailable(failure)
        versioning = .unavailable(failure)
        mfaDelete = .unavailable(failure)
        newestObject = .unavailable(failure)
        publicAccessBlock = .unavailable(failure)
        policy = .unavailable(failure)
        lifecycle = .unavailable(failure)
        objectLock = .unavailable(failure)
        accessLogs = .unavailable(failure)
        aclsDisabled = .unavailable(failure)
    }
}
