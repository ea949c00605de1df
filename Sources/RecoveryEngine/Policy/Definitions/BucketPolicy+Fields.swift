import RecoveryModel

extension Record<BucketPolicy> {
    /// One entry of `storage`.
    static let bucket = Record(fields: [
        .required("bucket", \.bucket, .name(.bucket), "The bucket's name. `${account}` and `${region}` are replaced."),
        .defaulted(
            "regions", \.regions, .list(of: .region, minimum: 1),
            "The regions of `scope.regions` that have the bucket. Without it, the first of them.", fallback: ""),
        .optional(
            "encryption", \.encryption, .bucketEncryption, "Default encryption: `s3` for SSE-S3, or a key for SSE-KMS.",
            fallback: .always(.s3, "s3")),
        .optional(
            "versioning", \.versioning, .flag,
            "Versioning, with which overwritten and deleted objects can be restored.",
            fallback: .always(true, "true")),
        .optional(
            "publicAccess", \.publicAccessBlocked, .word("blocked"),
            "Block Public Access, in the bucket or the account.",
            fallback: .always(true, "blocked")),
        .optional(
            "tlsOnly", \.tlsOnly, .flag, "The bucket policy denies requests without TLS.",
            fallback: .always(true, "true")),
        .optional(
            "objectLock", \.objectLock,
            .record(.objectLock, blank: .init(mode: .governance, retention: TimeSpan(0, .days))),
            "Default Object Lock retention, during which objects cannot be deleted or overwritten."),
        .optional("accessLogs", \.accessLogs, .name(.bucket), "The bucket that receives access logs."),
        .defaulted(
            "lifecycle", \.lifecycle,
            .list(of: .record(.lifecycleRule, blank: BucketPolicy.LifecycleRule()).checked(\.refusal)),
            "Lifecycle rules. They are the bucket's whole lifecycle configuration: a rule that expires or moves anything "
                + "else, such as the rest of a wider prefix, is a violation, for people to fix.", fallback: ""),
        .optional(
            "replicateTo", \.replicateTo, .name(.bucket),
            "The bucket, in another region or account, that receives a replica of every object. To one of the policy's own, apply "
                + "provisions the replication, with S3's role. Replicas in GLACIER or DEEP_ARCHIVE do not count: they have to be "
                + "retrieved for hours."),
        .optional(
            "deletionProtection", \.deletionProtection, .flag,
            "Nobody deletes a version with a login alone: Object Lock retention or MFA Delete."),
        .optional(
            "newestObject", \.newestObject, .duration,
            "How old the newest object may be: a backup really arrived."),
        .defaulted(
            "sharedWith", \.sharedWith, .list(of: .grantee),
            "Who outside `scope.accounts` may be granted access by the bucket policy: account IDs, ARNs of principals, "
                + "organizations (`o-…`), canonical user IDs, identity providers, "
                + "unique IDs such as `AROA…`, VPC endpoints, networks.", fallback: ""),
    ])
}

extension Record<BucketPolicy.ObjectLock> {
    fileprivate static let objectLock = Record(fields: [
        .required(
            "mode", \.mode, .choice(BucketPolicy.ObjectLock.Mode.self),
            "`governance`, or `compliance`, which cannot be undone."),
        .required("retention", \.retention, .days(1...36_500), "How long new objects stay locked."),
        .defaulted(
            "iUnderstandThisCannotBeUndone", \.irreversibilityAccepted, .flag,
            "Must be `true` for compliance mode, whose retention nobody can shorten or remove.", fallback: "false"),
    ])
}

extension Record<BucketPolicy.LifecycleRule> {
    fileprivate static let lifecycleRule = Record(fields: [
        .defaulted(
            "prefix", \.prefix, .text("prefix", maximum: 1_024),
            "The objects that the rule applies to. Without it, the whole bucket.", fallback: ""),
        .optional(
            "transition", \.transition,
            .record(.transition, blank: .init(after: TimeSpan(0, .days), storageClass: "")),
            "When objects transition to a colder storage class."),
        .optional(
            "expire", \.expire, .days(1...36_500),
            "When objects expire. It must match exactly: earlier loses backups, later keeps them."),
        .optional(
            "noncurrent", \.noncurrentExpire,
            .keyed("expire", .days(1...36_500), "How long after they became noncurrent."),
            "When noncurrent versions expire."),
        .optional(
            "abortIncompleteUploads", \.abortIncompleteUploads, .days(1...36_500),
            "When the parts of incomplete multipart uploads are deleted."),
    ])
}

extension BucketPolicy.LifecycleRule {
    fileprivate var refusal: Refusal? {
        guard transition == nil, expire == nil, noncurrentExpire == nil, abortIncompleteUploads == nil else {
            return nil
        }
        return Refusal(
            "empty-value", "the rule does nothing",
            hint: "add `transition`, `expire`, `noncurrent` or `abortIncompleteUploads`")
    }
}

extension Record<BucketPolicy.Transition> {
    fileprivate static let transition = Record(fields: [
        .required("after", \.after, .days(1...36_500), "The age of the objects."),
        .required(
            "to", \.storageClass,
            .words(
                StorageClass.allCases.map(\.rawValue), print: { $0 }, parse: { StorageClass(rawValue: $0)?.rawValue }),
            "The S3 storage class."),
    ])
}

/// The storage classes that a lifecycle rule may transition objects to, with their minimum storage duration.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
enum StorageClass: String, CaseIterable, Sendable {
    case standardIA = "STANDARD_IA"
    case oneZoneIA = "ONEZONE_IA"
    case intelligentTiering = "INTELLIGENT_TIERING"
    case glacierIR = "GLACIER_IR"
    case glacier = "GLACIER"
    case deepArchive = "DEEP_ARCHIVE"

    /// Objects that are deleted earlier are charged for this many days all the same.
    var minimumDays: Int {
        switch self {
        case .standardIA, .oneZoneIA: 30
        case .intelligentTiering: 0
        case .glacierIR, .glacier: 90
        case .deepArchive: 180
        }
    }

    /// The minimum age at which S3 transitions objects to the class.
    var youngestDays: Int {
        switch self {
        case .standardIA, .oneZoneIA: 30
        default: 0
        }
    }

    /// How long the retrieval of an object takes; nil when it can be read at once.
    var retrieval: TimeSpan? {
        switch self {
        case .glacier: TimeSpan(12, .hours)
        case .deepArchive: TimeSpan(48, .hours)
        default: nil
        }
    }
}

/// SSE-KMS as the policy writes it.
private struct KMSDraft: Sendable {
    var key: String?
    var bucketKey = true
}

extension Shape where Value == BucketPolicy.Encryption {
    fileprivate static let bucketEncryption: Shape = {
        let word = Shape.words(["s3"], print: { _ in "s3" }, parse: { $0 == "s3" ? .s3 : nil })
        let kms = Record<KMSDraft>(fields: [
            .alternative("kms", \.key, .keyReference, "The key: `alias/NAME` or an ARN.", isRequired: true),
            .defaulted(
                "bucketKey", \.bucketKey, .flag, "S3 Bucket Key, for fewer calls to KMS.", fallback: "true"),
        ])
        let map = Shape<KMSDraft>.record(kms, blank: KMSDraft()).converted(
            to: { draft, _, _, _ in draft.key.map { BucketPolicy.Encryption.kms(key: $0, bucketKey: draft.bucketKey) }
            },
            from: { encryption in
                guard case .kms(let key, let bucketKey) = encryption else { return KMSDraft() }
                return KMSDraft(key: key, bucketKey: bucketKey)
            })
        return either(word, or: map, showsAsScalar: { $0 == .s3 })
    }()
}
