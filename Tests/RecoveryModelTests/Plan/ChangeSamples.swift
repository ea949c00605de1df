import AWSNames
import RecoveryModel

/// Changes of every case, each with all that it can hold.
enum ChangeSamples {
    static let all: [Change] =
        databases.map(Change.database) + buckets.map(Change.bucket) + keys.map(Change.key) + roles.map(Change.role)
        + topics.map(Change.topic) + alarms.map(Change.alarm) + subscriptions.map(Change.eventSubscription)
        + eventRules.map(Change.eventRule) + dashboards.map(Change.dashboard) + backupPlans.map(Change.backupPlan)
        + restoreTesting.map(Change.restoreTesting)

    static let policy = AccessPolicy(
        statements: [
            AccessStatement(
                sid: "Ours", .deny, principals: .anyone, actions: ["s3:*"], resources: ["arn:aws:s3:::kb/*"],
                condition: ["Bool": ["aws:SecureTransport": ["false"]]]),
            AccessStatement(.allow, principals: .init("AWS", ["b", "a"]), actions: ["s3:GetObject"], resources: ["*"]),
        ], id: "Id", version: "2008-10-17")

    static let settings: [DatabaseSetting] =
        [
            .backupRetention(days: Edit(0, to: 30)), .deletionProtection(Edit(false, to: true)),
            .copyTagsToSnapshots(Edit(nil, to: true)), .publicAccess(Edit(true, to: false)),
            .multiAZ(Edit(false, to: true)), .minorVersionUpgrades(Edit(false, to: true)),
            .iamAuthentication(Edit(false, to: true)), .logExports(Edit([], to: ["postgresql", "upgrade"])),
            .parameterGroup(Edit("default.postgres15", to: "kb")), .storageLimit(Edit(nil, to: 500)),
        ]
        + [DailyWindow("02:00-02:30")].compactMap { $0 }.map { .backupWindow(Edit($0, to: $0)) }
        + [WeeklyWindow("sun:04:00-sun:05:00")].compactMap { $0 }.map { .maintenanceWindow(Edit(nil, to: $0)) }

    static let databases: [DatabaseChange] = [
        .modify(kind: .instance, id: "kb", settings), .modify(kind: .cluster, id: "kb-aurora", [settings[0]]),
        .modifyMember(id: "kb-aurora-1", of: "kb-aurora", settings[3]),
        .createParameterGroup(.init(.cluster, "group", for: "kb"), family: "postgres15", tags: ["a": "b"]),
        .setParameter(
            .init(.instance, "group", for: "kb"), name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: true),
        .restart(kind: .cluster, id: "kb-aurora", members: ["kb-aurora-1", "kb-aurora-2"]),
        .unshareSnapshot(kind: .instance, id: "kb-prod-1", of: "kb-prod", from: ["210987654321", "all"]),
        .replicateBackups(
            BackupReplication(
                instance: "kb-prod", source: "arn:aws:rds:us-east-1:123456789012:db:kb-prod",
                replica: "arn:aws:rds:us-west-2:123456789012:auto-backup:*",
                region: Region("us-west-2"), days: 30, key: "arn:aws:kms:us-west-2:123456789012:key/mrk-1")),
    ]

    static let buckets: [BucketChange] = [
        .create(name: "kb", objectLock: true, tags: ["app": "kb"]),
        .putEncryption(
            bucket: "kb", Edit(.init(algorithm: "AES256"), to: .init(algorithm: "aws:kms", key: "k", bucketKey: true))),
        .enableVersioning(bucket: "kb"),
        .putPublicAccessBlock(
            bucket: "kb",
            Edit(
                .init(
                    blockPublicACLs: true, ignorePublicACLs: false, blockPublicPolicy: true,
                    restrictPublicBuckets: false), to: .all)),
        .disableACLs(bucket: "kb"), .putPolicy(bucket: "kb", Edit(nil, to: policy)),
        .putLifecycle(
            bucket: "kb", Edit(.init([]), to: .init([rule], minimumTransitionSize: "varies_by_storage_class"))),
        .putObjectLock(
            bucket: "kb", Edit(.init(), to: .init(enabled: true, mode: "COMPLIANCE", days: 30))),
        .putLogging(bucket: "kb", Edit(nil, to: logging)),
        .putReplication(
            bucket: "kb",
            Edit(
                nil,
                to: .init(
                    role: "arn:aws:iam::123456789012:role/kb",
                    rules: [
                        .init(
                            id: "drctl-replication", replica: "kb-copies", isEnabled: false, isForAll: false,
                            takesEncrypted: true, replicaKey: "k", besides: ["StorageClass": "GLACIER"])
                    ]))),
    ]

    private static var rule: LifecycleRule {
        var rule = LifecycleRule(
            id: "drctl-1", enabled: false,
            filter: .init(prefix: "daily/", tags: ["a": "b"], sizeGreaterThan: 1, sizeLessThan: 2))
        rule.transitions = [
            .init(days: 3, storageClass: "GLACIER"), .init(date: Instant(seconds: 4), storageClass: "X"),
        ]
        rule.expireDays = 5
        rule.expireDate = Instant(seconds: 6)
        rule.expireDeleteMarkers = true
        rule.noncurrentExpireDays = 7
        rule.noncurrentKeep = 8
        rule.noncurrentTransitions = [.init(days: 9, storageClass: "Y")]
        rule.abortUploadsDays = 10
        return rule
    }

    private static var logging: BucketLogging {
        var logging = BucketLogging(target: "logs", prefix: "kb/")
        logging.grants = [
            .init(granteeType: "Group", id: "1", name: "2", email: "3", uri: "4", permission: "READ")
        ]
        logging.keyFormat = .partitioned(by: "EventTime")
        return logging
    }

    private static let key = KeyChange.KeyReference(alias: "kb", id: nil)

    static let keys: [KeyChange] = [
        .create(alias: "kb", policy: policy, tags: ["a": "b"]), .enable(.init(alias: "kb", id: "1")),
        .cancelDeletion(key), .putPolicy(key, Edit(policy, to: policy)),
        .enableRotation(key, period: Edit(90, to: 365)),
    ]

    static let roles: [RoleChange] = [
        .create(name: "kb", trust: policy, boundary: "arn", tags: ["a": "b"]),
        .putTrust(role: "kb", Edit(nil, to: policy)), .putPolicy(role: "kb", name: "p", Edit(policy, to: policy)),
        .putBoundary(role: "kb", Edit("old", to: "new")), .deletePolicy(role: "kb", name: "p", was: policy),
        .detachPolicy(role: "kb", arn: "arn"),
        .attachPolicy(role: "kb", arn: "arn"),
    ]

    static let topics: [TopicChange] = [
        .create(name: "kb", encryptionKey: "alias/kb", policy: policy, tags: ["a": "b"]),
        .putEncryption(arn: "arn:kb", Edit(nil, to: "key")), .putPolicy(arn: "arn:kb", Edit(policy, to: policy)),
        .subscribe(topic: "arn:kb", transport: "email", endpoint: "a@example.com"),
    ]

    static let alarms: [AlarmChange] = [
        .put(Edit(nil, to: alarm), tags: ["a": "b"]), .put(Edit(alarm, to: alarm), tags: [:]),
        .delete(alarm, others: ["OKActions x"]),
    ]

    private static var alarm: AlarmState {
        var alarm = AlarmState(
            name: "kb", namespace: "N", metric: "M", dimensions: ["D": "1"], statistic: "Sum", period: 60,
            evaluationPeriods: 2, comparison: "LessThanThreshold", threshold: 1.5, missingData: "breaching",
            actionsEnabled: false, alarmActions: ["a"], summary: "S")
        alarm.okActions = ["o"]
        alarm.insufficientDataActions = ["i"]
        alarm.datapointsToAlarm = 1
        alarm.unit = "Count"
        return alarm
    }

    private static let subscription = EventSubscription(
        name: "kb", topic: "arn", sourceType: nil, sources: ["b", "a"], categories: ["failure"], enabled: true)

    static let subscriptions: [EventSubscriptionChange] = [
        .create(subscription, tags: ["a": "b"]), .modify(Edit(subscription, to: subscription)),
        .addSource(subscription: "kb", source: "db"), .removeSource(subscription: "kb", source: "db"),
        .delete(subscription, others: ["b"]),
    ]

    private static let eventRule = EventRule(
        name: "kb", pattern: ["source": ["aws.backup"]], enabled: false, summary: "Jobs",
        targets: [.topic("b"), .topic("a")],
        schedule: "rate(1 day)", role: "arn", manager: nil)

    static let eventRules: [EventRuleChange] = [
        .put(Edit(eventRule, to: eventRule), tags: [:]), .put(Edit(nil, to: eventRule), tags: ["a": "b"]),
        .addTarget(rule: "kb", topic: "arn"),
    ]

    private static var document: BackupPlanDocument {
        var rule = BackupPlanRule(name: "daily", vault: "kb", schedule: "rate(1 day)", deleteAfterDays: 35)
        rule.copies = [.init(vault: "arn", deleteAfterDays: nil, coldAfterDays: 30)]
        rule.tags = ["app": "kb"]
        rule.foreign = ["IndexActions"]
        return BackupPlanDocument(rules: [rule], foreign: ["ScanSettings"])
    }

    private static var selection: BackupSelection {
        var selection = BackupSelection(name: "kb", role: "arn", resources: ["arn:aws:rds:*"])
        selection.conditions = [.init(.like, key: "app", value: "k*")]
        selection.anyTag = [.init(.equals, key: "app", value: "kb")]
        return selection
    }

    static let backupPlans: [BackupPlanChange] = [
        .createVault(name: "kb", key: "alias/kb", tags: ["app": "kb"]),
        .putLock(
            vault: "kb", Edit(nil, to: VaultLock(minimumDays: 30, maximumDays: 90, isCompliance: true)),
            coolingOffDays: 3),
        .create(name: "kb", document, tags: ["app": "kb"]),
        .update(name: "kb", id: "plan-1", Edit(document, to: BackupPlanDocument(rules: []))),
        .select(plan: "kb", id: nil, selection),
    ]

    private static var restoreTestingDocument: RestoreTestingDocument {
        var document = RestoreTestingDocument(
            schedule: "cron(0 7 1 * ? *)", algorithm: .latest, includedVaults: ["*"], pointTypes: ["SNAPSHOT"])
        document.excludedVaults = ["arn"]
        return document
    }

    private static var restoreTestingSelection: RestoreTestingSelection {
        var selection = RestoreTestingSelection(
            name: "drctl_1", resourceType: "RDS", role: "arn:aws:iam::1:role/kb", resources: ["*"])
        selection.conditions = [.init(.equals, key: "app", value: "kb")]
        selection.overrides = ["dbSubnetGroupName": "drills"]
        return selection
    }

    static let restoreTesting: [RestoreTestingChange] = [
        .create(name: "kb", restoreTestingDocument, tags: ["app": "kb"]),
        .update(name: "kb", arn: "arn", Edit(restoreTestingDocument, to: restoreTestingDocument)),
        .select(plan: "kb", restoreTestingSelection),
        .updateSelection(plan: "kb", arn: "arn", Edit(restoreTestingSelection, to: restoreTestingSelection)),
    ]

    static let dashboards: [DashboardChange] = [
        .put(
            name: "kb", policy: "books",
            Edit(
                nil,
                to: DashboardBody(["widgets": [["x": 1, "y": .number(1.5), "z": true, "n": .null]], "start": "-PT1H"]))),
        .remove(name: "kb", policy: "books", was: DashboardBody(["widgets": []])),
    ]
}
