/// A bucket as S3 describes it, one observation a setting, since each is a call of its own.
package struct BucketState: Sendable, Equatable {
    package var name: String
    package var exists: Collected<Bool>
    /// Nil when there is none.
    package var encryption: Collected<BucketEncryption?>
    package var versioning: Collected<Bool>
    package var publicAccessBlock: Collected<PublicAccessBlock?>
    package var policy: Collected<AccessPolicy?>
    package var lifecycle: Collected<[LifecycleRule]>
    package var objectLock: Collected<ObjectLockState>
    /// The bucket that receives access logs; nil when logging is off.
    package var accessLogs: Collected<String?>
    /// True when ACLs are switched off (`BucketOwnerEnforced`).
    package var aclsDisabled: Collected<Bool>

    /// A bucket that is not there: everything is known to be absent.
    package static func absent(_ name: String) -> BucketState { BucketState(name: name, exists: false) }

    /// A bucket none of whose settings is set.
    package init(name: String, exists: Bool) {
        self.name = name
        self.exists = .known(exists)
        encryption = .known(nil)
        versioning = .known(false)
        publicAccessBlock = .known(nil)
        policy = .known(nil)
        lifecycle = .known([])
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
        publicAccessBlock = .unavailable(failure)
        policy = .unavailable(failure)
        lifecycle = .unavailable(failure)
        objectLock = .unavailable(failure)
        accessLogs = .unavailable(failure)
        aclsDisabled = .unavailable(failure)
    }
}

/// Default encryption of a bucket.
package struct BucketEncryption: Sendable, Hashable, Codable {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    package var algorithm: String
    /// As configured: id, ARN or alias; nil for the AWS managed key.
    package var key: String?
    package var bucketKey: Bool

    package init(algorithm: String, key: String? = nil, bucketKey: Bool = false) {
        self.algorithm = algorithm
        self.key = key
        self.bucketKey = bucketKey
    }
}

/// The four switches; all on means no public access by ACL or policy.
package struct PublicAccessBlock: Sendable, Hashable, Codable {
    package var blockPublicACLs: Bool
    package var ignorePublicACLs: Bool
    package var blockPublicPolicy: Bool
    package var restrictPublicBuckets: Bool

    package init(
        blockPublicACLs: Bool, ignorePublicACLs: Bool, blockPublicPolicy: Bool, restrictPublicBuckets: Bool
    ) {
        self.blockPublicACLs = blockPublicACLs
        self.ignorePublicACLs = ignorePublicACLs
        self.blockPublicPolicy = blockPublicPolicy
        self.restrictPublicBuckets = restrictPublicBuckets
    }

    /// All four on.
    package static let all = PublicAccessBlock(
        blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: true, restrictPublicBuckets: true)
}

/// Whether and how objects are locked.
package struct ObjectLockState: Sendable, Hashable, Codable {
    /// It can be switched on when the bucket is made, or later when versioning is on.
    package var enabled = false
    /// `GOVERNANCE` or `COMPLIANCE`; nil without a default rule.
    package var mode: String?
    /// Of the default rule, in days.
    package var days: Int?

    package init(enabled: Bool = false, mode: String? = nil, days: Int? = nil) {
        self.enabled = enabled
        self.mode = mode
        self.days = days
    }
}
