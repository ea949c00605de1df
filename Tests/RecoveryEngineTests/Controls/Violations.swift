import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// One way to violate a control, and the exact fix.
struct Violation: CustomTestStringConvertible {
    enum Fix {
        case changes([Change])
        /// The instruction begins with it.
        case procedure(String)
        case wait(String)
    }

    let control: ControlID
    let resource: String
    let fix: Fix
    let change: @Sendable (inout Estate) -> Void

    init(_ control: ControlID, on resource: String, _ fix: Fix, _ change: @escaping @Sendable (inout Estate) -> Void) {
        self.control = control
        self.resource = resource
        self.fix = fix
        self.change = change
    }

    var testDescription: String { control.description }

    /// One for each control of buckets.
    static let ofBuckets: [Violation] = [
        Violation(
            "storage.bucket-exists", on: Estate.bucketName,
            .changes([
                .bucket(
                    .create(
                        name: Estate.bucketName, objectLock: true,
                        tags: ["app": "knowledge-base", "drctl:policy": "knowledge-base"]))
            ])
        ) { $0.bucket = .absent(Estate.bucketName) },
        Violation(
            "storage.encryption", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putEncryption(
                        bucket: Estate.bucketName, Edit(BucketEncryption(algorithm: "AES256"), to: .required)))
            ])
        ) { $0.bucket.encryption = .known(BucketEncryption(algorithm: "AES256")) },
        Violation(
            "storage.bucket-key", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putEncryption(
                        bucket: Estate.bucketName,
                        Edit(BucketEncryption(algorithm: "aws:kms", key: Estate.keyARN), to: .required)))
            ])
        ) { $0.bucket.encryption = .known(BucketEncryption(algorithm: "aws:kms", key: Estate.keyARN)) },
        Violation(
            "storage.versioning", on: Estate.bucketName,
            .changes([.bucket(.enableVersioning(bucket: Estate.bucketName))])
        ) { $0.bucket.versioning = .known(false) },
        Violation(
            "storage.public-access-blocked", on: Estate.bucketName,
            .changes([.bucket(.putPublicAccessBlock(bucket: Estate.bucketName, Edit(nil, to: .all)))])
        ) { $0.bucket.publicAccessBlock = .known(nil) },
        Violation(
            "storage.acl-disabled", on: Estate.bucketName, .changes([.bucket(.disableACLs(bucket: Estate.bucketName))])
        ) { $0.bucket.aclsDisabled = .known(false) },
        Violation(
            "storage.tls-only", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putPolicy(
                        bucket: Estate.bucketName,
                        Edit(nil, to: AccessPolicy(statements: [.tlsOnly(Estate.bucketName)]))))
            ])
        ) { $0.bucket.policy = .known(nil) },
        Violation("storage.policy-not-public", on: Estate.bucketName, .procedure("Narrow the principal")) {
            $0.bucket.policy = $0.bucket.policy.map { policy in
                var open = policy
                open?.statements.append(
                    AccessStatement(
                        .allow, principals: .anyone, actions: ["s3:GetObject"],
                        resources: ["arn:aws:s3:::\(Estate.bucketName)/*"]))
                return open
            }
        },
        Violation("storage.cross-account-grants", on: Estate.bucketName, .procedure("Take the principal out")) {
            $0.bucket.policy = $0.bucket.policy.map { policy in
                var shared = policy
                shared?.statements.append(
                    AccessStatement(
                        sid: "Theirs", .allow, principals: .init("AWS", ["arn:aws:iam::999999999999:root"]),
                        actions: ["s3:BypassGovernanceRetention", "s3:DeleteObject*", "s3:PutLifecycleConfiguration"],
                        resources: ["arn:aws:s3:::\(Estate.bucketName)", "arn:aws:s3:::\(Estate.bucketName)/*"]))
                return shared
            }
        },
        Violation(
            "storage.policy-allows-roles", on: Estate.bucketName, .procedure("Narrow the statement that denies it")
        ) {
            $0.bucket.policy = $0.bucket.policy.map { policy in
                var denying = policy
                denying?.statements.append(
                    AccessStatement(
                        sid: "NoDaily", .deny, principals: .anyone, actions: ["s3:PutObject"],
                        resources: ["arn:aws:s3:::\(Estate.bucketName)/*"]))
                return denying
            }
        },
        Violation("storage.replication", on: Estate.bucketName, .procedure("Replicate all objects to kb-copies")) {
            $0.bucket.replication = .known(nil)
        },
        Violation(
            "storage.replication-role", on: Estate.bucketName, .procedure("Let s3.amazonaws.com assume the role")
        ) {
            $0.ownReplica()
            $0.inventory.roles["s3-replication"] = RoleState(name: "s3-replication", role: .known(nil))
        },
        Violation("storage.newest-object-age", on: Estate.bucketName, .procedure("Find out why nothing arrives")) {
            $0.bucket.newestObject = .known(Estate.now - TimeSpan(27, .hours))
        },
        Violation(
            "storage.delete-needs-mfa-or-lock", on: Estate.bucketName, .procedure("Add `objectLock` to the bucket")
        ) {
            $0.policy.storage[0].objectLock = nil
            $0.bucket.objectLock = .known(ObjectLockState())
        },
        Violation(
            "storage.lifecycle", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putLifecycle(
                        bucket: Estate.bucketName, Edit(nil, to: BucketLifecycle(LifecycleRule.required))))
            ])
        ) { $0.bucket.lifecycle = .known(nil) },
        Violation(
            "storage.object-lock", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putObjectLock(
                        bucket: Estate.bucketName,
                        Edit(
                            ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 29),
                            to: ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 30))))
            ])
        ) { $0.bucket.objectLock = .known(ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 29)) },
        Violation(
            "storage.access-logs", on: Estate.bucketName,
            .changes([
                .bucket(
                    .putLogging(
                        bucket: Estate.bucketName,
                        Edit(
                            nil,
                            to: BucketLogging(target: Estate.logBucketName, prefix: "\(Estate.bucketName)/"))))
            ])
        ) { $0.bucket.accessLogs = .known(nil) },
        Violation(
            "storage.log-delivery", on: Estate.logBucketName,
            .changes([
                .bucket(
                    .putPolicy(
                        bucket: Estate.logBucketName,
                        Edit(
                            AccessPolicy(statements: [.tlsOnly(Estate.logBucketName)]),
                            to: AccessPolicy(statements: [.tlsOnly(Estate.logBucketName), .logDelivery]))))
            ])
        ) {
            $0.inventory.buckets[Estate.logBucketName]?.policy = .known(
                AccessPolicy(statements: [.tlsOnly(Estate.logBucketName)]))
        },
    ]
}

extension BucketEncryption {
    /// What the knowledge base's bucket must have.
    static let required = BucketEncryption(
        algorithm: "aws:kms", key: "arn:aws:kms:us-east-1:123456789012:alias/kb-dr", bucketKey: true)
}

extension Database.Snapshot {
    /// A manual snapshot taken an hour ago.
    static func manual(
        _ id: String, encrypted: Bool = true, status: String = "available", age: Double = 3_600,
        sharedWith: Collected<[String]> = .known([])
    ) -> Self {
        Self(
            id: id, kind: .manual, status: status, createdAt: Estate.now.adding(seconds: -age),
            encrypted: .known(encrypted), sharedWith: sharedWith)
    }
}

extension LifecycleRule {
    /// An expiry as S3 has it.
    static func expiring(
        _ id: String, _ prefix: String?, days: Int?, enabled: Bool = true, tags: [String: String] = [:]
    ) -> LifecycleRule {
        var rule = LifecycleRule(id: id, enabled: enabled, filter: Filter(prefix: prefix, tags: tags))
        rule.expireDays = days
        return rule
    }

    /// What drctl writes for the knowledge base.
    static var required: [LifecycleRule] {
        let daily = expiring("drctl-daily", "daily/", days: 30)
        var monthly = expiring("drctl-monthly", "monthly/", days: 365)
        monthly.transitions = [Transition(days: 30, storageClass: "GLACIER_IR")]
        var all = LifecycleRule(id: "drctl-all", filter: Filter(prefix: ""))
        all.noncurrentExpireDays = 30
        all.abortUploadsDays = 7
        return [daily, monthly, all]
    }
}

extension AccessStatement {
    /// Denies a bucket to requests in clear.
    static func tlsOnly(_ bucket: String) -> AccessStatement {
        AccessStatement(
            sid: "DrctlDenyInsecureTransport", .deny, principals: .anyone, actions: ["s3:*"],
            resources: ["arn:aws:s3:::\(bucket)", "arn:aws:s3:::\(bucket)/*"],
            condition: ["Bool": ["aws:SecureTransport": ["false"]]])
    }

    /// Lets S3 write the backup bucket's logs.
    static var logDelivery: AccessStatement {
        AccessStatement(
            sid: "DrctlAccessLogDelivery", .allow, principals: .init("Service", ["logging.s3.amazonaws.com"]),
            actions: ["s3:PutObject"], resources: ["arn:aws:s3:::\(Estate.logBucketName)/*"],
            condition: [
                "StringEquals": ["aws:SourceAccount": ["123456789012"]],
                "ArnLike": ["aws:SourceArn": ["arn:aws:s3:::\(Estate.bucketName)"]],
            ])
    }
}
