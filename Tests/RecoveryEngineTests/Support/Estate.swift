import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

extension DrilledDatabase {
    /// A database of the estate's account and region.
    init(_ kind: DatabaseKind, _ id: String) {
        self.init(
            DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1")), kind, id)
    }
}

/// The knowledge base: a policy that asks for everything, and accounts that hold to it or do not.
struct Estate {
    static let now = Instant(seconds: 1_795_410_600)  // 2026-11-23T05:10:00Z
    static let bucketName = "kb-backups-123456789012-us-east-1"
    static let logBucketName = "kb-logs-123456789012-us-east-1"
    static let topicARN = "arn:aws:sns:us-east-1:123456789012:kb-dr-alerts"
    static let keyARN = "arn:aws:kms:us-east-1:123456789012:key/key-kb-dr"
    /// Of a key that no alias of the policy leads to.
    static let otherKeyARN = "arn:aws:kms:us-east-1:123456789012:key/key-other"
    static let failure = CollectionFailure(operation: "test:Describe", reason: "AccessDenied")

    var policy: RecoveryPolicy
    var inventory: Inventory

    var target: Target { KnownTargets.shared.target(of: policy, in: inventory) }
    var context: ControlContext { ControlContext(target, inventory) }
    var audit: AuditResult { Auditor.audit(context) }

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

    /// The instances.
    var instances: [Database] {
        get { inventory.databases[.instance]?.value ?? [] }
        set { inventory.databases[.instance] = .known(newValue) }
    }

    /// The clusters.
    var clusters: [Database] {
        get { inventory.databases[.cluster]?.value ?? [] }
        set { inventory.databases[.cluster] = .known(newValue) }
    }

    /// The first database.
    var database: Database {
        get { instances[0] }
        set { instances[0] = newValue }
    }

    /// The first cluster.
    var cluster: Database {
        get { clusters[0] }
        set { clusters[0] = newValue }
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

    /// The application's secret, where it exists.
    var secret: SecretState.Secret? {
        get { inventory.secrets["kb/prod/database"]?.secret.value ?? nil }
        set { inventory.secrets["kb/prod/database"]?.secret = .known(newValue) }
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

    /// The vault of AWS Backup, where it exists.
    var vault: BackupVaultState.Vault? {
        get { inventory.backupVaults["kb-backups"]?.vault.value ?? nil }
        set { inventory.backupVaults["kb-backups"]?.vault = .known(newValue) }
    }

    /// What is in the vault.
    var points: [RecoveryPointInVault] {
        get { vault?.points.value ?? [] }
        set { vault?.points = .known(newValue) }
    }

    /// The plan of AWS Backup, where it exists.
    var plan: BackupPlanState.Plan? {
        get { inventory.backupPlans["kb-backups"]?.plan.value ?? nil }
        set { inventory.backupPlans["kb-backups"]?.plan = .known(newValue) }
    }

    /// The rules of the plan.
    var planRules: [BackupPlanRule] {
        get { plan?.document.value?.rules ?? [] }
        set { plan?.document = .known(BackupPlanDocument(rules: newValue)) }
    }

    /// Changes a rule of the plan, where it exists.
    mutating func setRule(_ index: Int, _ change: (inout BackupPlanRule) -> Void) {
        var rules = planRules
        guard rules.indices.contains(index) else { return }
        change(&rules[index])
        planRules = rules
    }

    /// The restore testing plan, where it exists.
    var restoreTesting: RestoreTestingState.Plan? {
        get { inventory.restoreTesting?.plan.value ?? nil }
        set { inventory.restoreTesting?.plan = .known(newValue) }
    }

    /// Changes the first selection of the restore testing plan, where it exists.
    mutating func setTested(_ change: (inout RestoreTestingSelection) -> Void) {
        guard var selections = restoreTesting?.selections.value, !selections.isEmpty else { return }
        change(&selections[0])
        restoreTesting?.selections = .known(selections)
    }

    /// An alarm, where it exists.
    subscript(alarm name: String) -> AlarmState? {
        get { inventory.alarms.value?[name]?.value }
        set {
            var alarms = inventory.alarms.value ?? [:]
            alarms[name] = newValue.map { .known($0) }
            inventory.alarms = .known(alarms)
        }
    }
}

extension Database {
    /// Of an instance.
    var multiAZ: Collected<Bool> {
        get { if case .instance(let multiAZ, _) = form { multiAZ } else { .unavailable(Estate.failure) } }
        set { form = .instance(multiAZ: newValue, replicaOf: replicaOf) }
    }

    /// Of an instance.
    var replicaOf: String? {
        get { if case .instance(_, let source) = form { source } else { nil } }
        set { form = .instance(multiAZ: multiAZ, replicaOf: newValue) }
    }

    /// Of the only member.
    var publiclyAccessible: Collected<Bool> {
        get { members.flatMap { $0[0].publiclyAccessible } }
        set {
            members = members.map {
                var all = $0; all[0].publiclyAccessible = newValue; return all
            }
        }
    }

    /// Of the only member.
    var minorVersionUpgrades: Collected<Bool> {
        get { members.flatMap { $0[0].minorVersionUpgrades } }
        set {
            members = members.map {
                var all = $0; all[0].minorVersionUpgrades = newValue; return all
            }
        }
    }
}

extension Estate {
    /// One neglected database and nothing else.
    static func bare() throws -> Estate {
        let account = try #require(AccountID("123456789012"))
        var instance = Database.neglected("kb-prod", engine: "postgres")
        instance.encryptionKey = .known(keyARN)
        instance.copies[Region("us-west-2")] = .known([
            .init(id: "kb-prod-2026-11-23", restorableTo: now.adding(seconds: -10_000))
        ])
        var inventory = Inventory(
            account: account, region: Region("us-east-1"), observedAt: now,
            databases: [.instance: .known([instance]), .cluster: .known([])],
            alarms: .known([:]), eventSubscriptions: .known([:]), accountPublicAccessBlock: .known(nil))
        inventory.eventRules = .known([:])
        for name in [bucketName, logBucketName] { inventory.buckets[name] = .absent(name) }
        inventory.keys["kb-dr"] = KeyState(alias: "kb-dr", key: .known(nil))
        // Until an alias leads to it.
        inventory.heldKeys[keyARN] = .known(KeyStanding(arn: keyARN, state: "Enabled"))
        for name in ["kb-backup-writer", "kb-drill-operator", "kb-auditor"] {
            inventory.roles[name] = RoleState(name: name, role: .known(nil))
        }
        inventory.topics["kb-dr-alerts"] = TopicState(name: "kb-dr-alerts", topic: .known(nil))
        inventory.dashboards["kb-recovery"] = .known(nil)
        inventory.backupVaults["kb-backups"] = BackupVaultState(name: "kb-backups", vault: .known(nil))
        inventory.backupPlans["kb-backups"] = BackupPlanState(name: "kb-backups", plan: .known(nil))
        inventory.restoreTesting = RestoreTestingState(
            name: "drctl_knowledge_base", plan: .known(nil), jobs: .known([]))
        for name in ["kb-backups-service", "knowledge-base-restore-tests"] {
            inventory.roles[name] = RoleState(name: name, role: .known(nil))
        }
        inventory.secrets["kb/prod/database"] = SecretState(
            name: "kb/prod/database",
            secret: .known(.ofApplication))
        return Estate(policy: try policy(account), inventory: inventory)
    }

    /// The same after every change that a plan makes, with the subscriber's confirmation, and when its backups reach back.
    static func compliant(withCluster: Bool = false, outsideRDS: Bool = false) throws -> Estate {
        var estate = try bare()
        if withCluster { estate.addCluster() }
        if outsideRDS { estate.policy.selfManaged = [Self.outside] }
        var account = SimulatedAccount(estate.inventory)
        for step in Planner.plan(estate.audit).steps { try account.make(step.change) }
        estate.inventory = account.inventory
        let databases = estate.instances + estate.clusters
        estate.points = databases.map {
            RecoveryPointInVault(
                arn: "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-\($0.id)", resource: $0.arn,
                createdAt: now - TimeSpan(3, .hours), status: "COMPLETED", isEncrypted: true)
        }
        let copies = estate.points.map {
            ArrivedCopy(resource: $0.resource, vault: copyVault, source: $0.arn, createdAt: now - TimeSpan(1, .hours))
        }
        estate.inventory.backupPlans["kb-backups"]?.copies = .known(copies)
        estate.topic?.subscriptions = .known([
            .init(transport: "email", endpoint: "oncall@example.com", confirmed: true)
        ])
        estate.database.earliestRestorableTime = .known(now - TimeSpan(30, .days))
        estate.bucket.newestObject = .known(now - TimeSpan(3, .hours))
        let there = CopiedGroups(hasParameterGroup: .known(true), hasOptionGroup: .known(true))
        estate.database.optionGroup = .known("kb-options")
        estate.database.groupsElsewhere = [Region("us-west-2"): there]
        if withCluster { estate.cluster.groupsElsewhere = [Region("us-west-2"): there] }
        estate.database.supportedUntil = .known(now + TimeSpan(2, .years))
        if withCluster { estate.cluster.supportedUntil = .known(now + TimeSpan(2, .years)) }
        estate.bucket.replication = .known(.toCopies)
        estate.inventory.roles["s3-replication"] = .ofReplication
        estate.key?.regions = ["us-east-1", "us-west-2"]
        estate.inventory.strandedSnapshots = [
            .instance: .known([]),
            .cluster: .known([
                StrandedSnapshot(
                    database: "kb-old", tags: ["app": "kb"], snapshot: .manual("kb-old-final", age: 90 * 86_400))
            ]),
        ]
        estate.inventory.restoreTesting?.jobs = .known([restoreJob])
        estate.inventory.drills = .known([
            DrillProof(
                database: .init(.instance, "kb-prod"), at: now - TimeSpan(10, .days), verdict: .verified,
                recoveryTime: 30 * 60_000),
            DrillProof(
                database: .init(.cluster, "kb-aurora"), at: now - TimeSpan(10, .days), verdict: .verified,
                recoveryTime: 30 * 60_000),
        ])
        estate.inventory.alarmProofs = .known(
            (estate.inventory.alarms.value ?? [:]).keys.sorted().map { .seen($0, daysAgo: 10) })
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
        key.replicas = [Region("us-west-2")]
        policy.keys = [key]
        var auditor = RolePolicy(name: "kb-auditor", trust: .service("codebuild.amazonaws.com"), may: [.audit, .apply])
        auditor.permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary"
        auditor.usedWithin = TimeSpan(90, .days)
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
        alarms.testEvery = TimeSpan(90, .days)
        policy.alarms = alarms
        policy.dashboard = "kb-recovery"
        policy.backupPlans = [backupPlan]
        var drill = DrillPolicy()
        drill.every = TimeSpan(90, .days)
        drill.engine = .awsBackup
        drill.into.subnetGroup = "dr-drill"
        drill.into.securityGroups = ["sg-0d411000000000001"]
        drill.into.instanceClass = "db.t4g.medium"
        policy.drill = drill
        return policy
    }

    /// An Aurora cluster beside the database, with the same requirements, and kept snapshots of two months.
    private mutating func addCluster() {
        var aurora = policy.databases[0]
        aurora.select.ids = ["kb-aurora"]
        aurora.engine = DatabaseEngine("aurora-postgresql")
        aurora.protection.exportLogs = ["postgresql"]
        policy.databases.append(aurora)
        clusters = [Self.cluster]
        policy.databases[0].backups.monthlyKeep = 2
        policy.databases[1].backups.monthlyKeep = 2
        database.snapshots = database.snapshots.map {
            $0 + [.manual("kb-prod-2026-10", age: 30 * 86_400), .manual("kb-prod-2026-09", age: 60 * 86_400)]
        }
    }

    /// A cluster that holds to the policy.
    private static var cluster: Database {
        var cluster = Database.neglected("kb-aurora", engine: "aurora-postgresql")
        cluster.createdAt = now - TimeSpan(300, .days)
        cluster.backupRetentionDays = .known(30)
        cluster.earliestRestorableTime = .known(now - TimeSpan(30, .days))
        cluster.backupWindow = .known(DailyWindow("02:00-02:30"))
        cluster.copyTagsToSnapshots = .known(true)
        cluster.deletionProtection = .known(true)
        cluster.iamAuthentication = .known(true)
        cluster.encryptionKey = .known(keyARN)
        cluster.parameterGroup = .known("aurora-tls")
        cluster.forcesTLS = .known(true)
        cluster.logExports = .known(["postgresql"])
        cluster.members = .known([
            .of("kb-aurora-a", zone: "us-east-1a"), .of("kb-aurora-b", zone: "us-east-1b"),
        ])
        cluster.snapshots = .known([
            .manual("kb-aurora-weekly"), .manual("kb-aurora-2026-10", age: 30 * 86_400),
            .manual("kb-aurora-2026-09", age: 60 * 86_400),
        ])
        cluster.copies[Region("us-west-2")] = .known([
            .init(id: "kb-aurora-copy", restorableTo: now.adding(seconds: -10_000))
        ])
        return cluster
    }

    /// A restore test of the database that was validated.
    static var restoreJob: RestoreTestJob {
        var job = RestoreTestJob(
            id: "JOB-1", status: "COMPLETED",
            recoveryPoint: "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1",
            startedAt: now - TimeSpan(10, .days))
        job.source = "arn:aws:rds:us-east-1:123456789012:db:kb-prod"
        job.plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_knowledge_base-1"
        job.validation = "SUCCESSFUL"
        return job
    }

    private static var backupPlan: BackupPlanPolicy {
        var plan = BackupPlanPolicy(name: "kb-backups")
        plan.encryptionKey = "alias/kb-dr"
        plan.lock = .init(mode: .governance, minimum: TimeSpan(30, .days))
        plan.daily = TimeSpan(35, .days)
        plan.monthly = TimeSpan(365, .days)
        plan.copyTo = [.vault(arn: copyVault)]
        return plan
    }

    /// A vault of another account.
    static let copyVault = "arn:aws:backup:eu-west-1:222222222222:backup-vault:kb-copies"

    private static var databasePolicy: DatabasePolicy {
        var database = DatabasePolicy(select: .init(ids: ["kb-prod"]))
        database.backups.window = DailyWindow("02:00-02:30")
        database.maintenanceWindow = WeeklyWindow("sun:04:00-sun:05:00")
        database.backups.retention = TimeSpan(30, .days)
        database.backups.copyTo = [Region("us-west-2")]
        database.backups.awsBackup = "kb-backups"
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
        database.protection.storageLimit = ByteCount("500GiB")
        database.protection.enhancedMonitoring = TimeSpan(60, .seconds)
        database.protection.performanceInsights = true
        database.protection.certificateValidFor = TimeSpan(90, .days)
        database.secrets = ["kb/prod/database"]
        database.secretRules.encryptionKey = "alias/kb-dr"
        database.secretRules.rotation = TimeSpan(90, .days)
        database.secretRules.replicateTo = [Region("us-west-2")]
        database.secretRules.recoveryWindow = TimeSpan(30, .days)
        database.protection.engineSupportedFor = TimeSpan(90, .days)
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
        bucket.replicateTo = "kb-copies-${account}"
        bucket.deletionProtection = true
        bucket.newestObject = TimeSpan(26, .hours)
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

extension Database {
    /// A database with nothing set as it should be, but for its encryption; in its default parameter group.
    static func neglected(_ id: String, engine: String, multiAZCluster: Bool = false) -> Database {
        let engine = DatabaseEngine(engine)
        let isCluster = engine.isAurora || multiAZCluster
        let kind: DatabaseKind = isCluster ? .cluster : .instance
        var database = Database(
            id: id, arn: "arn:aws:rds:us-east-1:123456789012:\(kind.arnPart(id))", engine: engine,
            form: engine.isAurora
                ? .auroraCluster : isCluster ? .multiAZCluster : .instance(multiAZ: .known(false), replicaOf: nil),
            unseen: Estate.failure)
        database.engineVersion = engine.sampleVersion
        database.status = .known("available")
        database.backupRetentionDays = .known(1)
        database.backupWindow = .known(DailyWindow("07:00-07:30"))
        database.maintenanceWindow = .known(WeeklyWindow("sun:04:00-sun:04:30"))
        database.latestRestorableTime = .known(Estate.now.adding(seconds: -240))
        database.earliestRestorableTime = .known(Estate.now.adding(seconds: -86_400))
        database.copyTagsToSnapshots = .known(false)
        database.deletionProtection = .known(false)
        database.storage = .known(engine.isAurora ? .ofAurora : .init(allocated: 100))
        database.storageEncrypted = .known(true)
        database.encryptionKey = .known(nil)
        database.iamAuthentication = .known(false)
        database.logExports = .known([])
        database.parameterGroup = .known("default.\(engine)")
        database.forcesTLS = .known(engine.tlsParameter == nil ? nil : false)
        database.pendingModifications = .known([])
        let member = Member.of(id, isOpen: !multiAZCluster, upgrades: false)
        database.members = .known(
            engine.isAurora
                ? [
                    .of("\(id)-a", zone: "us-east-1a", isOpen: true, upgrades: false),
                    .of("\(id)-b", zone: "us-east-1b", isOpen: false, upgrades: false),
                ] : [member])
        database.snapshots = .known([
            Snapshot(
                id: "rds:\(id)-2026-11-23", kind: .automated, status: "available",
                createdAt: Estate.now.adding(seconds: -10_000), encrypted: .known(true), sharedWith: .known([]))
        ])
        return database
    }
}

extension DatabaseEngine {
    /// A version that RDS offers.
    var sampleVersion: String {
        switch family {
        case .postgres, .auroraPostgres: "15.7"
        case .mysql: "8.0.36"
        case .auroraMySQL: "8.0.mysql_aurora.3.05.2"
        case .mariadb: "10.11.6"
        case .oracle: "19.0.0.0.ru-2024-01.rur-2024-01.r1"
        case .sqlServer: "15.00.4355.3.v1"
        case .db2: "11.5.9.0.sb00000000.r1"
        case nil: "1"
        }
    }
}

extension Database.Member {
    /// A member that holds to the policy, unless said otherwise.
    static func of(_ id: String, zone: String? = nil, isOpen: Bool = false, upgrades: Bool = true) -> Self {
        var member = Self(
            id: id, zone: zone, publiclyAccessible: .known(isOpen), minorVersionUpgrades: .known(upgrades),
            pendingModifications: .known([]))
        member.monitoringInterval = .known(60)
        member.performanceInsights = .known(true)
        member.certificateValidUntil = .known(Estate.now + TimeSpan(365, .days))
        return member
    }
}

extension AccessPolicy {
    /// Denies to delete a secret at once, or within less than thirty days.
    static var keepingDeletions: AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                sid: "NotAtOnce", .deny, principals: .anyone, actions: ["secretsmanager:DeleteSecret"],
                resources: ["*"],
                condition: ["Bool": ["secretsmanager:ForceDeleteWithoutRecovery": ["true"]]]),
            AccessStatement(
                sid: "NotSoon", .deny, principals: .anyone, actions: ["secretsmanager:DeleteSecret"], resources: ["*"],
                condition: ["NumericLessThan": ["secretsmanager:RecoveryWindowInDays": ["30"]]]),
        ])
    }
}

extension SecretState.Secret {
    /// The application's login, as the policy asks for it.
    static var ofApplication: Self {
        var secret = Self(arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:kb/prod/database-AbCdEf")
        secret.encryptionKey = Estate.keyARN
        secret.rotates = true
        secret.changedAt = Estate.now - TimeSpan(10, .days)
        secret.replicas = ["us-west-2"]
        secret.policy = .known(.keepingDeletions)
        return secret
    }
}

extension AlarmProof {
    /// A test of an alarm of the estate.
    static func seen(
        _ alarm: String, daysAgo: Int, _ outcome: AlarmTestRecord.Outcome = .delivered
    ) -> AlarmProof {
        AlarmProof(
            account: AccountID("123456789012")!, region: Region("us-east-1"), alarm: alarm,
            at: Estate.now - TimeSpan(daysAgo, .days), outcome: outcome)
    }
}
