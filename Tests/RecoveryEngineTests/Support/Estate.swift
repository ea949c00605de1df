import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

/// The knowledge base: a policy that asks for everything, and accounts that hold to it or do not.
struct Estate {
    static let now = Instant(seconds: 1_795_410_600)  // 2026-11-23T05:10:00Z
    static let bucketName = "kb-backups-123456789012-us-east-1"
    static let logBucketName = "kb-logs-123456789012-us-east-1"
    static let topicARN = "arn:aws:sns:us-east-1:123456789012:kb-dr-alerts"
    static let keyARN = "arn:aws:kms:us-east-1:123456789012:key/key-kb-dr"
    static let failure = CollectionFailure(operation: "test:Describe", reason: "AccessDenied")

    var policy: RecoveryPolicy
    var inventory: Inventory

    var audit: AuditResult { Auditor.audit(policy, inventory) }

    /// The finding of a control, on the only resource that has it or on a named one.
    func finding(_ control: ControlID, on resource: String? = nil) -> Finding? {
        audit.findings.first { $0.control.id == control && (resource == nil || $0.resource.name == resource) }
    }

    func verdict(_ control: ControlID, on resource: String? = nil) -> String? {
        finding(control, on: resource)?.verdict.word
    }

    /// The same estate after a change.
    func with(_ change: (inout Estate) throws -> Void) rethrows -> Estate {
        var other = self
        try change(&other)
        return other
    }

    /// The first database.
    var database: DatabaseInstance {
        get { (inventory.databases.value ?? [])[0] }
        set {
            var all = inventory.databases.value ?? []
            all[0] = newValue
            inventory.databases = .known(all)
        }
    }

    /// The first cluster.
    var cluster: DatabaseCluster {
        get { (inventory.clusters.value ?? [])[0] }
        set {
            var all = inventory.clusters.value ?? []
            all[0] = newValue
            inventory.clusters = .known(all)
        }
    }

    /// The backup bucket.
    var bucket: BucketState {
        get { inventory.buckets[Self.bucketName] ?? .absent(Self.bucketName) }
        set { inventory.buckets[Self.bucketName] = newValue }
    }

    /// The key behind alias/kb-dr, where it exists.
    var key: KeyState.Key? {
        get { inventory.keys["kb-dr"]?.key.value ?? nil }
        set { inventory.keys["kb-dr"]?.key = .known(newValue) }
    }

    /// The topic, where it exists.
    var topic: TopicState.Topic? {
        get { inventory.topics["kb-dr-alerts"]?.topic.value ?? nil }
        set { inventory.topics["kb-dr-alerts"]?.topic = .known(newValue) }
    }

    /// The drill operator's role, where it exists.
    var role: RoleState.Role? {
        get { inventory.roles["kb-drill-operator"]?.role.value ?? nil }
        set { inventory.roles["kb-drill-operator"]?.role = .known(newValue) }
    }

    /// An alarm, where it exists.
    subscript(alarm name: String) -> AlarmState? {
        get { inventory.alarms.value?[name] }
        set {
            var alarms = inventory.alarms.value ?? [:]
            alarms[name] = newValue
            inventory.alarms = .known(alarms)
        }
    }
}

extension Estate {
    /// One neglected database and nothing else.
    static func bare() throws -> Estate {
        let account = try #require(AccountID("123456789012"))
        var instance = DatabaseInstance(
            id: "kb-prod", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod", engine: "postgres",
            engineVersion: "15.7", status: "available", instanceClass: "db.t4g.medium", allocatedStorage: 20,
            backupRetentionDays: 1, copyTagsToSnapshots: false, deletionProtection: false, storageEncrypted: true,
            publiclyAccessible: true, multiAZ: false, minorVersionUpgrades: false, iamAuthentication: false)
        instance.backupWindow = DailyWindow("07:00-07:30")
        instance.maintenanceWindow = "sun:04:00-sun:04:30"
        instance.encryptionKey = keyARN
        instance.parameterGroup = "default.postgres15"
        instance.latestRestorableTime = now.adding(seconds: -240)
        instance.snapshots = .known([
            .init(
                id: "rds:kb-prod-2026-11-23", kind: .automated, status: "available",
                createdAt: now.adding(seconds: -10_000), encrypted: true)
        ])
        instance.copies[Region("us-west-2")] = .known([
            .init(id: "kb-prod-2026-11-23", restorableTo: now.adding(seconds: -10_000))
        ])
        var inventory = Inventory(
            account: account, region: Region("us-east-1"), observedAt: now, databases: .known([instance]),
            alarms: .known([:]), eventSubscriptions: .known([:]), accountPublicAccessBlock: .known(nil))
        for name in [bucketName, logBucketName] { inventory.buckets[name] = .absent(name) }
        inventory.keys["kb-dr"] = KeyState(alias: "kb-dr", key: .known(nil))
        for name in ["kb-backup-writer", "kb-drill-operator", "kb-auditor"] {
            inventory.roles[name] = RoleState(name: name, role: .known(nil))
        }
        inventory.topics["kb-dr-alerts"] = TopicState(name: "kb-dr-alerts", topic: .known(nil))
        inventory.dashboards["kb-recovery"] = .known(nil)
        return Estate(policy: try policy(account), inventory: inventory)
    }

    /// The same after every change that a plan makes, and with the subscriber's confirmation.
    static func compliant(withCluster: Bool = false) throws -> Estate {
        var estate = try bare()
        if withCluster { estate.addCluster() }
        var account = SimulatedAccount(estate.inventory)
        for step in Planner.plan(estate.audit).steps { try account.make(step.change) }
        estate.inventory = account.inventory
        estate.topic?.subscriptions = .known([
            .init(transport: "email", endpoint: "oncall@example.com", confirmed: true)
        ])
        estate.inventory.drills = .known([
            DrillProof(
                database: "kb-prod", at: now - TimeSpan(10, .days), verdict: .verified, recoveryTime: 30 * 60_000),
            DrillProof(
                database: "kb-aurora", at: now - TimeSpan(10, .days), verdict: .verified, recoveryTime: 30 * 60_000),
        ])
        return estate
    }

    private static func policy(_ account: AccountID) throws -> RecoveryPolicy {
        var policy = RecoveryPolicy(
            name: "knowledge-base",
            scope: PolicyScope(accounts: [account], regions: [Region("us-east-1")], environment: "production"),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.owner = "platform-team"
        policy.tags = ["app": "knowledge-base"]
        policy.databases = [databasePolicy]
        policy.storage = [bucketPolicy]
        var key = KeyPolicy(alias: "kb-dr")
        key.rotation = TimeSpan(1, .years)
        key.deletionWindow = TimeSpan(30, .days)
        policy.keys = [key]
        var auditor = RolePolicy(name: "kb-auditor", trust: .service("codebuild.amazonaws.com"), may: [.audit, .apply])
        auditor.permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary"
        policy.roles = [
            RolePolicy(
                name: "kb-backup-writer",
                trust: .githubActions(repository: "example/knowledge-base", ref: "refs/heads/main"), may: [.backup]),
            RolePolicy(name: "kb-drill-operator", trust: .account(account, mfa: true), may: [.drill]),
            auditor,
        ]
        var notifications = NotificationPolicy(topic: "kb-dr-alerts")
        notifications.subscribers = [.email("oncall@example.com")]
        policy.notifications = notifications
        var alarms = AlarmPolicy()
        alarms.heartbeats = ["audit": TimeSpan(26, .hours), "backup": TimeSpan(26, .hours)]
        alarms.freeStorage = ByteCount("20GiB")
        policy.alarms = alarms
        policy.dashboard = "kb-recovery"
        var drill = DrillPolicy()
        drill.every = TimeSpan(90, .days)
        policy.drill = drill
        return policy
    }

    /// An Aurora cluster beside the database, with the same requirements, and kept snapshots of two months.
    private mutating func addCluster() {
        var aurora = policy.databases[0]
        aurora.select.ids = ["kb-aurora"]
        aurora.engine = "aurora-postgresql"
        aurora.backups.copyTo = []
        policy.databases.append(aurora)
        inventory.clusters = .known([Self.cluster])
        policy.databases[0].backups.monthlyKeep = 2
        database.snapshots = database.snapshots.map {
            $0 + [.manual("kb-prod-2026-10", age: 30 * 86_400), .manual("kb-prod-2026-09", age: 60 * 86_400)]
        }
    }

    /// A cluster that holds to the policy.
    private static var cluster: DatabaseCluster {
        var cluster = DatabaseCluster(
            id: "kb-aurora", arn: "arn:aws:rds:us-east-1:123456789012:cluster:kb-aurora", engine: "aurora-postgresql",
            status: "available", backupRetentionDays: .known(30), copyTagsToSnapshots: .known(true),
            deletionProtection: .known(true), storageEncrypted: .known(true), iamAuthentication: .known(true))
        cluster.createdAt = now - TimeSpan(300, .days)
        cluster.backupWindow = DailyWindow("02:00-02:30")
        cluster.latestRestorableTime = now.adding(seconds: -240)
        cluster.encryptionKey = keyARN
        cluster.logExports = ["postgresql"]
        cluster.members = .known([
            .init(id: "kb-aurora-a", zone: "us-east-1a", publiclyAccessible: .known(false)),
            .init(id: "kb-aurora-b", zone: "us-east-1b", publiclyAccessible: .known(false)),
        ])
        cluster.snapshots = .known([.manual("kb-aurora-weekly")])
        return cluster
    }

    private static var databasePolicy: DatabasePolicy {
        var database = DatabasePolicy(select: .init(ids: ["kb-prod"]))
        database.backups.window = DailyWindow("02:00-02:30")
        database.backups.retention = TimeSpan(30, .days)
        database.backups.copyTo = [Region("us-west-2")]
        database.protection.encrypted = true
        database.protection.encryptionKey = "alias/kb-dr"
        database.protection.deletionProtection = true
        database.protection.copyTagsToSnapshots = true
        database.protection.publicAccess = false
        database.protection.multiAZ = true
        database.protection.minorVersionUpgrades = true
        database.protection.iamAuthentication = true
        database.protection.forceTLS = true
        database.protection.exportLogs = ["postgresql", "upgrade"]
        database.secrets = ["kb/prod/database"]
        return database
    }

    private static var bucketPolicy: BucketPolicy {
        var bucket = BucketPolicy(bucket: "kb-backups-${account}-${region}")
        bucket.encryption = .kms(key: "alias/kb-dr", bucketKey: true)
        bucket.versioning = true
        bucket.publicAccessBlocked = true
        bucket.tlsOnly = true
        bucket.objectLock = .init(mode: .governance, retention: TimeSpan(30, .days))
        bucket.accessLogs = "kb-logs-${account}-${region}"
        bucket.lifecycle = [
            rule("daily/", expire: 30), rule("monthly/", expire: 365, transition: (30, "GLACIER_IR")),
            rule("", noncurrent: 30, abort: 7),
        ]
        return bucket
    }

    /// A lifecycle rule as a policy asks for it, in days.
    static func rule(
        _ prefix: String, expire: Int? = nil, transition: (days: Int, to: String)? = nil, noncurrent: Int? = nil,
        abort: Int? = nil
    ) -> BucketPolicy.LifecycleRule {
        var rule = BucketPolicy.LifecycleRule()
        rule.prefix = prefix
        rule.expire = expire.map { TimeSpan($0, .days) }
        rule.transition = transition.map { .init(after: TimeSpan($0.days, .days), storageClass: $0.to) }
        rule.noncurrentExpire = noncurrent.map { TimeSpan($0, .days) }
        rule.abortIncompleteUploads = abort.map { TimeSpan($0, .days) }
        return rule
    }
}
