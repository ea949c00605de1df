package import AWSNames

/// The requirements for a bucket that holds backups.
package struct BucketPolicy: Sendable, Equatable {
    /// Server-side encryption.
    package enum Encryption: Sendable, Equatable {
        /// SSE-S3.
        case s3
        /// SSE-KMS with a key, by its alias (including `alias/`) or ARN.
        case kms(key: String, bucketKey: Bool)
    }

    package struct ObjectLock: Sendable, Equatable {
        package enum Mode: String, Sendable, CaseIterable { case governance, compliance }
        package var mode: Mode
        package var retention: TimeSpan
        /// Nobody can shorten or remove a compliance lock, so the policy has to confirm it.
        package var irreversibilityAccepted = false

        package init(mode: Mode, retention: TimeSpan) {
            self.mode = mode
            self.retention = retention
        }
    }

    /// When objects transition to a colder storage class.
    package struct Transition: Sendable, Equatable {
        package var after: TimeSpan
        /// The storage class in S3's notation, such as `GLACIER_IR`.
        package var storageClass: String

        package init(after: TimeSpan, storageClass: String) {
            self.after = after
            self.storageClass = storageClass
        }
    }

    package struct LifecycleRule: Sendable, Equatable {
        /// Empty for the whole bucket.
        package var prefix: String = ""
        package var transition: Transition?
        /// Must match exactly: earlier loses backups, later keeps what should be deleted.
        package var expire: TimeSpan?
        /// When noncurrent versions expire.
        package var noncurrentExpire: TimeSpan?
        package var abortIncompleteUploads: TimeSpan?

        package init() {}
    }

    /// May contain `${account}` and `${region}`, which are replaced before use.
    package var bucket: String
    /// The regions that have the bucket, of those in the scope; empty for the scope's first.
    package var regions: [Region] = []
    package var encryption: Encryption?
    package var versioning: Bool?
    /// True when all four settings of Block Public Access are required.
    package var publicAccessBlocked: Bool?
    package var tlsOnly: Bool?
    package var objectLock: ObjectLock?
    /// The bucket that receives access logs.
    package var accessLogs: String?
    package var lifecycle: [LifecycleRule] = []
    /// The bucket that receives a replica of every object.
    package var replicateTo: String?
    /// True when nobody may delete a version with a login alone: Object Lock or MFA Delete.
    package var deletionProtection: Bool?
    /// How old the newest object may be.
    package var newestObject: TimeSpan?
    /// Accounts, ARNs, organizations, canonical users and providers outside the scope that may be granted access.
    package var sharedWith: [String] = []

    package init(bucket: String) { self.bucket = bucket }
}

/// The requirements for a key.
package struct KeyPolicy: Sendable, Equatable {
    /// The alias without `alias/`.
    package var alias: String
    /// The rotation period, 90 to 2,560 days; nil when the policy does not require rotation.
    package var rotation: TimeSpan?
    /// The waiting period before a scheduled deletion, 7 to 30 days.
    package var deletionWindow: TimeSpan?
    /// The regions that must have a replica of the key besides.
    package var replicas: [Region] = []
    /// Accounts, ARNs, organizations and providers outside the scope that may be granted use of the key.
    package var sharedWith: [String] = []

    package init(alias: String) { self.alias = alias }
}
