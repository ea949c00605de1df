/// The lifecycle configuration of a bucket, which S3 takes as a whole.
package struct BucketLifecycle: Document {
    package var rules: [LifecycleRule]
    /// Which objects are too small to be moved, by S3's word; nil for S3's default. Kept as it is.
    package var minimumTransitionSize: String?

    package init(_ rules: [LifecycleRule], minimumTransitionSize: String? = nil) {
        self.rules = rules
        self.minimumTransitionSize = minimumTransitionSize
    }

    /// A rule, or the one setting beside the rules.
    package enum Part: DocumentPart {
        case rule(LifecycleRule)
        case setting(String)

        package var canonicalText: String {
            switch self {
            case .rule(let rule): rule.canonicalText
            case .setting(let text): text
            }
        }
    }

    /// Rules by id; those without one by their place.
    package var parts: [String: Part] {
        var parts: [String: Part] = [:]
        for (index, rule) in rules.enumerated() {
            parts["rule \(rule.id ?? "\(index + 1)")"] = .rule(rule)
        }
        if let minimumTransitionSize {
            parts["TransitionDefaultMinimumObjectSize"] = .setting(minimumTransitionSize)
        }
        return parts
    }
}

/// Where a bucket's access logs go, which S3 takes as a whole.
package struct BucketLogging: Document {
    /// Who may read the logs by ACL, as S3 has it; kept as it is.
    package struct Grant: Hashable, Codable, Sendable {
        /// `CanonicalUser`, `AmazonCustomerByEmail` or `Group`.
        package var granteeType: String
        package var id: String?
        package var name: String?
        package var email: String?
        package var uri: String?
        package var permission: String

        package init(
            granteeType: String, id: String?, name: String?, email: String?, uri: String?, permission: String
        ) {
            self.granteeType = granteeType
            self.id = id
            self.name = name
            self.email = email
            self.uri = uri
            self.permission = permission
        }
    }

    /// How the names of log objects begin.
    package enum KeyFormat: Hashable, Codable, Sendable {
        case simple
        /// By `EventTime` or `DeliveryTime`.
        case partitioned(by: String)
    }

    package var target: String
    package var prefix: String
    package var grants: [Grant] = []
    /// Nil when S3 does not say.
    package var keyFormat: KeyFormat?

    package init(target: String, prefix: String) {
        self.target = target
        self.prefix = prefix
    }

    package var parts: [String: String] {
        var parts = ["target bucket \(target)": target, "prefix \(prefix)": prefix]
        if !grants.isEmpty { parts["grants"] = String(describing: grants) }
        if let keyFormat { parts["key format"] = String(describing: keyFormat) }
        return parts
    }
}

/// Default encryption of a bucket.
package struct BucketEncryption: Sendable, Hashable, Codable {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    package var algorithm: String
    /// As configured: id, ARN or alias; nil for the AWS managed key.
    package var key: String?
    package var bucketKey: Bool
    /// The encryptions that uploads may not ask for, such as `SSE-C`, or `NONE`; nil where S3 does not say. Others' own: it
    /// is written as it was, since S3 takes the configuration as a whole.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_BlockedEncryptionTypes.html
    package var blocked: [String]?

    package init(algorithm: String, key: String? = nil, bucketKey: Bool = false, blocked: [String]? = nil) {
        self.algorithm = algorithm
        self.key = key
        self.bucketKey = bucketKey
        self.blocked = blocked
    }

    /// DSSE-KMS: two layers of encryption.
    package static let dualLayer = "aws:kms:dsse"
    /// True for two layers of encryption, which have no bucket key.
    package var isDualLayer: Bool { algorithm == Self.dualLayer }

    /// Such as `aws:kms with alias/kb-dr`.
    package var shown: String { key.map { "\(algorithm) with \($0)" } ?? algorithm }
}

/// The four switches of S3 Block Public Access.
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

    /// All four enabled: no public access by ACL or policy.
    package static let all = PublicAccessBlock(
        blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: true, restrictPublicBuckets: true)

    /// Such as `3 of 4 settings enabled`.
    package var shown: String {
        let on = [blockPublicACLs, ignorePublicACLs, blockPublicPolicy, restrictPublicBuckets].count { $0 }
        return on == 4 ? "blocked" : on == 0 ? "not blocked" : "\(on) of 4 settings enabled"
    }
}

/// Whether and how objects are locked.
package struct ObjectLockState: Sendable, Hashable, Codable {
    /// It can be enabled when the bucket is created, or later when versioning is enabled.
    package var enabled = false
    /// `GOVERNANCE` or `COMPLIANCE`; nil without a default retention.
    package var mode: String?
    /// Of the default retention, in days.
    package var days: Int?

    package init(enabled: Bool = false, mode: String? = nil, days: Int? = nil) {
        self.enabled = enabled
        self.mode = mode
        self.days = days
    }

    /// Such as `governance for 30 days`.
    package var shown: String {
        guard enabled else { return "disabled" }
        return mode.map { "\($0.lowercased()) for \(Shown.days(days ?? 0))" } ?? "enabled, without a default retention"
    }
}
