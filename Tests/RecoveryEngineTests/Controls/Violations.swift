import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// One way to violate a control, and the exact mend.
struct Violation: CustomTestStringConvertible {
    enum Mend {
        case changes([Change])
        /// The instruction begins with it.
        case procedure(String)
        case wait(String)
    }

    let control: ControlID
    let resource: String
    let mend: Mend
    let change: @Sendable (inout Estate) -> Void

    init(_ control: ControlID, on resource: String, _ mend: Mend, _ change: @escaping @Sendable (inout Estate) -> Void)
    {
        self.control = control
        self.resource = resource
        self.mend = mend
        self.change = change
    }

    var testDescription: String { control.description }

    private static func setting(_ fill: (inout DatabaseModification) -> Void) -> Mend {
        .changes([.modifyDatabase(id: "kb-prod", DatabaseModification(fill))])
    }

    /// One a control of databases.
    static let ofDatabases: [Violation] = [
        Violation("database.exists", on: "kb-gone", .procedure("Restore the database")) {
            $0.policy.databases[0].select.ids.append("kb-gone")
        },
        Violation("database.backup-retention", on: "kb-prod", setting { $0.backupRetentionDays = 30 }) {
            $0.database.backupRetentionDays = .known(29)
        },
        Violation("database.backup-window", on: "kb-prod", setting { $0.backupWindow = DailyWindow("02:00-02:30") }) {
            $0.database.backupWindow = DailyWindow("02:01-02:31")
        },
        Violation("database.restorable-lag", on: "kb-prod", .procedure("Transaction logs are not being archived")) {
            $0.database.latestRestorableTime = Estate.now.adding(seconds: -86_400.5)
        },
        Violation("database.drill-current", on: "kb-prod", .procedure("Run a drill of kb-prod")) {
            $0.inventory.drills = .known([
                DrillProof(
                    database: "kb-prod", at: Estate.now - TimeSpan(91, .days), verdict: .verified, recoveryTime: 1)
            ])
        },
        Violation("database.rto-proven", on: "kb-prod", .procedure("Shorten the recovery")) {
            $0.inventory.drills = .known([
                DrillProof(
                    database: "kb-prod", at: Estate.now - TimeSpan(1, .days), verdict: .objectiveBreached,
                    recoveryTime: 4 * 3_600_000 + 1)
            ])
        },
        Violation("database.recovery-point-age", on: "kb-prod", .procedure("Take a snapshot now")) {
            $0.database.latestRestorableTime = Estate.now.adding(seconds: -90_000)
            $0.database.snapshots = .known([])
        },
        Violation("database.recovery-point-exists", on: "kb-prod", .procedure("Switch automated backups on")) {
            $0.database.latestRestorableTime = nil
            $0.database.snapshots = .known([])
        },
        Violation("database.snapshot-encrypted", on: "kb-prod", .procedure("Copy each of them with a key")) {
            $0.database.snapshots = .known([.manual("old", encrypted: false)])
        },
        Violation("database.snapshot-not-shared", on: "kb-prod", .procedure("Take the restore permission away")) {
            $0.database.snapshots = .known([.manual("open", sharedWith: .known(["all"]))])
        },
        Violation("database.copy-tags", on: "kb-prod", setting { $0.copyTagsToSnapshots = true }) {
            $0.database.copyTagsToSnapshots = .known(false)
        },
        Violation("database.deletion-protection", on: "kb-prod", setting { $0.deletionProtection = true }) {
            $0.database.deletionProtection = .known(false)
        },
        Violation("database.storage-encrypted", on: "kb-prod", .procedure("Encryption cannot be switched on")) {
            $0.database.storageEncrypted = .known(false)
        },
        Violation("database.encryption-key", on: "kb-prod", .procedure("The key cannot be changed in place")) {
            $0.database.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/other"
        },
        Violation("database.not-public", on: "kb-prod", setting { $0.publiclyAccessible = false }) {
            $0.database.publiclyAccessible = .known(true)
        },
        Violation("database.multi-az", on: "kb-prod", setting { $0.multiAZ = true }) {
            $0.database.multiAZ = .known(false)
        },
        Violation("database.minor-version-upgrades", on: "kb-prod", setting { $0.minorVersionUpgrades = true }) {
            $0.database.minorVersionUpgrades = .known(false)
        },
        Violation("database.iam-authentication", on: "kb-prod", setting { $0.iamAuthentication = true }) {
            $0.database.iamAuthentication = .known(false)
        },
        Violation(
            "database.force-tls", on: "kb-prod",
            .changes([.setParameter(group: "drctl-kb-prod", name: "rds.force_ssl", value: "1")])
        ) { $0.database.forceTLS = .known(false) },
        Violation("database.log-exports", on: "kb-prod", setting { $0.addLogExports = ["upgrade"] }) {
            $0.database.logExports = ["postgresql"]
        },
        Violation("database.pending-modifications", on: "kb-prod", .wait("Applied in the maintenance window")) {
            $0.database.pendingModifications = ["DBInstanceClass"]
        },
        Violation("database.status", on: "kb-prod", .procedure("Start it: aws rds start-db-instance")) {
            $0.database.status = "stopped"
        },
        Violation("database.monthly-copies", on: "kb-prod", .procedure("Keep a snapshot of each month")) {
            $0.database.snapshots = .known([.manual("kb-prod-2026-10", age: 30 * 86_400)])
        },
        Violation("database.cross-region-copy", on: "kb-prod", .procedure("Copy a snapshot there now")) {
            $0.database.copies[Region("us-west-2")] = .known([.init(id: "half", restorableTo: nil)])
        },
    ]

    /// One a control of buckets.
    static let ofBuckets: [Violation] = [
        Violation(
            "storage.bucket-exists", on: Estate.bucketName,
            .changes([.createBucket(name: Estate.bucketName, objectLock: true)])
        ) { $0.bucket = .absent(Estate.bucketName) },
        Violation(
            "storage.encryption", on: Estate.bucketName,
            .changes([
                .putBucketEncryption(
                    bucket: Estate.bucketName,
                    BucketEncryption(
                        algorithm: "aws:kms", key: "arn:aws:kms:us-east-1:123456789012:alias/kb-dr", bucketKey: true))
            ])
        ) { $0.bucket.encryption = .known(BucketEncryption(algorithm: "AES256")) },
        Violation(
            "storage.bucket-key", on: Estate.bucketName,
            .changes([
                .putBucketEncryption(
                    bucket: Estate.bucketName,
                    BucketEncryption(
                        algorithm: "aws:kms", key: "arn:aws:kms:us-east-1:123456789012:alias/kb-dr", bucketKey: true))
            ])
        ) { $0.bucket.encryption = .known(BucketEncryption(algorithm: "aws:kms", key: Estate.keyARN)) },
        Violation(
            "storage.versioning", on: Estate.bucketName,
            .changes([.enableBucketVersioning(bucket: Estate.bucketName)])
        ) { $0.bucket.versioning = .known(false) },
        Violation(
            "storage.public-access-blocked", on: Estate.bucketName,
            .changes([.putPublicAccessBlock(bucket: Estate.bucketName, .all)])
        ) { $0.bucket.publicAccessBlock = .known(nil) },
        Violation(
            "storage.acl-disabled", on: Estate.bucketName, .changes([.disableBucketACLs(bucket: Estate.bucketName)])
        ) { $0.bucket.aclsDisabled = .known(false) },
        Violation(
            "storage.tls-only", on: Estate.bucketName,
            .changes([
                .putBucketPolicy(
                    bucket: Estate.bucketName,
                    AccessPolicy(statements: [
                        AccessStatement(
                            sid: "DrctlDenyInsecureTransport", .deny, principals: .anyone, actions: ["s3:*"],
                            resources: [
                                "arn:aws:s3:::\(Estate.bucketName)", "arn:aws:s3:::\(Estate.bucketName)/*",
                            ], condition: ["Bool": ["aws:SecureTransport": ["false"]]])
                    ]))
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
        Violation(
            "storage.lifecycle", on: Estate.bucketName,
            .changes([.putBucketLifecycle(bucket: Estate.bucketName, LifecycleRule.required)])
        ) { $0.bucket.lifecycle = .known([]) },
        Violation(
            "storage.object-lock", on: Estate.bucketName,
            .changes([
                .putObjectLock(
                    bucket: Estate.bucketName, ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 30))
            ])
        ) { $0.bucket.objectLock = .known(ObjectLockState(enabled: true, mode: "GOVERNANCE", days: 29)) },
        Violation(
            "storage.access-logs", on: Estate.bucketName,
            .changes([
                .putBucketLogging(
                    bucket: Estate.bucketName, target: Estate.logBucketName, prefix: "\(Estate.bucketName)/")
            ])
        ) { $0.bucket.accessLogs = .known(nil) },
        Violation(
            "storage.log-delivery", on: Estate.logBucketName,
            .changes([
                .putBucketPolicy(
                    bucket: Estate.logBucketName,
                    AccessPolicy(statements: [.tlsOnly(Estate.logBucketName), .logDelivery]))
            ])
        ) {
            $0.inventory.buckets[Estate.logBucketName]?.policy = .known(
                AccessPolicy(statements: [.tlsOnly(Estate.logBucketName)]))
        },
    ]
}

extension DatabaseInstance.Snapshot {
    /// A manual snapshot taken an hour ago.
    static func manual(
        _ id: String, encrypted: Bool = true, status: String = "available", age: Double = 3_600,
        sharedWith: Collected<[String]> = .known([])
    ) -> Self {
        Self(
            id: id, kind: .manual, status: status, createdAt: Estate.now.adding(seconds: -age), encrypted: encrypted,
            sharedWith: sharedWith)
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
