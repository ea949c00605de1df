/// What is required of a bucket that holds backups.
package struct BucketPolicy: Sendable, Equatable {
    /// Server-side encryption.
    package enum Encryption: Sendable, Equatable {
        /// SSE-S3.
        case s3
        /// SSE-KMS under the key of an alias (`alias/` included) or ARN.
        case kms(key: String, bucketKey: Bool)
    }

    package struct ObjectLock: Sendable, Equatable {
        package enum Mode: String, Sendable, CaseIterable { case governance, compliance }
        package var mode: Mode
        package var retention: TimeSpan
        /// Compliance mode cannot be shortened or removed by anyone, so the policy has to say that this is meant.
        package var irreversibilityAccepted = false

        package init(mode: Mode, retention: TimeSpan) {
            self.mode = mode
            self.retention = retention
        }
    }

    /// When objects move to a colder storage class.
    package struct Transition: Sendable, Equatable {
        package var after: TimeSpan
        /// As S3 writes it, such as `GLACIER_IR`.
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
        /// Exact: earlier loses backups, later keeps what should be gone.
        package var expire: TimeSpan?
        /// For versions that are no longer current.
        package var noncurrentExpire: TimeSpan?
        package var abortIncompleteUploads: TimeSpan?

        package init() {}
    }

    /// May hold `${account}` and `${region}`, which are filled in before any use.
    package var bucket: String
    package var encryption: Encryption?
    package var versioning: Bool?
    /// True: all four public access blocks hold.
    package var publicAccessBlocked: Bool?
    package var tlsOnly: Bool?
    package var objectLock: ObjectLock?
    /// The bucket that receives access logs.
    package var accessLogs: String?
    package var lifecycle: [LifecycleRule] = []

    package init(bucket: String) { self.bucket = bucket }
}

/// What is required of a key.
package struct KeyPolicy: Sendable, Equatable {
    /// Without `alias/`.
    package var alias: String
    /// The rotation period, 90 to 2560 days; nil when the policy does not ask for rotation.
    package var rotation: TimeSpan?
    /// Between the wish to delete and the deletion, 7 to 30 days.
    package var deletionWindow: TimeSpan?

    package init(alias: String) { self.alias = alias }
}
