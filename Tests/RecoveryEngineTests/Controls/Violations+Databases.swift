import AWSNames
import RecoveryEngine
import RecoveryModel

extension Violation {
    /// One for each control of databases that means the same for instances and clusters.
    static let ofDatabases: [Violation] =
        [
            Violation("database.exists", on: "kb-gone", .procedure("Restore the database")) {
                $0.policy.databases[0].select.ids.append("kb-gone")
            },
            Violation(
                "database.option-group-restorable", on: "kb-prod", .procedure("aws rds copy-option-group")
            ) {
                $0.database.groupsElsewhere = [
                    Region("us-west-2"): CopiedGroups(hasParameterGroup: .known(true), hasOptionGroup: .known(false))
                ]
            },
            Violation(
                "database.final-snapshot-tags", on: "kb-old", .procedure("aws rds add-tags-to-resource")
            ) {
                $0.inventory.strandedSnapshots[.instance] = .known([
                    StrandedSnapshot(database: "kb-old", tags: ["aws:rds": "x"], snapshot: .manual("kb-old-final"))
                ])
            },
            Violation(
                "database.orphaned-snapshots", on: "kb-old",
                .changes([
                    .database(
                        .unshareSnapshot(kind: .instance, id: "kb-old-final", of: "kb-old", from: ["all"]))
                ])
            ) {
                $0.inventory.strandedSnapshots[.instance] = .known([
                    StrandedSnapshot(
                        database: "kb-old", tags: [:], snapshot: .manual("kb-old-final", sharedWith: .known(["all"])))
                ])
            },
        ] + DatabaseKind.allCases.flatMap(settings) + DatabaseKind.allCases.flatMap(backups) + ofOneKind

    private static func id(_ kind: DatabaseKind) -> String { kind.pick(instance: "kb-prod", cluster: "kb-aurora") }

    private static func of(
        _ kind: DatabaseKind, _ name: String, _ fix: Fix, _ change: @escaping @Sendable (inout Database) -> Void
    ) -> Violation {
        let control = ControlID("\(kind.resource.rawValue).\(name)")
        return Violation(control, on: id(kind), fix) { estate in
            if kind == .instance { change(&estate.database) } else { change(&estate.cluster) }
        }
    }

    private static func setting(_ kind: DatabaseKind, _ setting: DatabaseSetting) -> Fix {
        .changes([.database(.modify(kind: kind, id: id(kind), [setting]))])
    }

    /// What one Modify call fixes.
    private static func settings(_ kind: DatabaseKind) -> [Violation] {
        let window = DailyWindow("02:00-02:30")!
        let maintenance = WeeklyWindow("sun:04:00-sun:05:00")!
        return [
            of(kind, "backup-retention", setting(kind, .backupRetention(days: Edit(29, to: 30)))) {
                $0.backupRetentionDays = .known(29)
            },
            of(
                kind, "backup-window",
                setting(kind, .backupWindow(Edit(DailyWindow("02:01-02:31"), to: window)))
            ) { $0.backupWindow = .known(DailyWindow("02:01-02:31")) },
            of(
                kind, "maintenance-window",
                setting(kind, .maintenanceWindow(Edit(WeeklyWindow("mon:04:00-mon:04:30"), to: maintenance)))
            ) { $0.maintenanceWindow = .known(WeeklyWindow("mon:04:00-mon:04:30")) },
            of(kind, "copy-tags", setting(kind, .copyTagsToSnapshots(Edit(false, to: true)))) {
                $0.copyTagsToSnapshots = .known(false)
            },
            of(kind, "enhanced-monitoring", .procedure("aws rds modify-")) {
                $0.members = $0.members.map { all in all.map { $0.with { $0.monitoringInterval = .known(0) } } }
            },
            of(kind, "performance-insights", .procedure("aws rds modify-")) {
                $0.members = $0.members.map { all in all.map { $0.with { $0.performanceInsights = .known(false) } } }
            },
            of(kind, "parameter-group-restorable", .procedure("aws rds copy-db-")) {
                $0.parameterGroup = .known("kb-tls")
                $0.groupsElsewhere = [
                    Region("us-west-2"): CopiedGroups(hasParameterGroup: .known(false), hasOptionGroup: .known(true))
                ]
            },
            of(kind, "engine-supported", .procedure("Upgrade the major version of")) {
                $0.supportedUntil = .known(Estate.now + TimeSpan(89, .days))
            },
            of(kind, "ca-certificate", .procedure("aws rds modify-")) {
                $0.members = $0.members.map { all in
                    all.map { $0.with { $0.certificateValidUntil = .known(Estate.now + TimeSpan(89, .days)) } }
                }
            },
            of(kind, "deletion-protection", setting(kind, .deletionProtection(Edit(false, to: true)))) {
                $0.deletionProtection = .known(false)
            },
            of(kind, "iam-authentication", setting(kind, .iamAuthentication(Edit(false, to: true)))) {
                $0.iamAuthentication = .known(false)
            },
            of(
                kind, "log-exports",
                setting(
                    kind,
                    .logExports(
                        kind.pick(
                            instance: Edit(["postgresql"], to: ["postgresql", "upgrade"]),
                            cluster: Edit(["instance"], to: ["instance", "postgresql"]))))
            ) { $0.logExports = .known(kind.pick(instance: ["postgresql"], cluster: ["instance"])) },
            of(
                kind, "force-tls",
                .changes([
                    .database(
                        .setParameter(
                            .init(kind, kind.pick(instance: "drctl-kb-prod", cluster: "aurora-tls"), for: id(kind)),
                            name: "rds.force_ssl", Edit("0", to: "1"), isDynamic: true))
                ])
            ) { $0.forcesTLS = .known(false) },
            of(kind, "not-public", memberSetting(kind) { .publicAccess(Edit(true, to: false)) }) {
                $0.members = $0.members.map { members in
                    var open = members
                    open[members.count - 1].publiclyAccessible = .known(true)
                    return open
                }
            },
            of(kind, "minor-version-upgrades", memberSetting(kind) { .minorVersionUpgrades(Edit(false, to: true)) }) {
                $0.members = $0.members.map { members in
                    var behind = members
                    behind[members.count - 1].minorVersionUpgrades = .known(false)
                    return behind
                }
            },
        ]
    }

    /// Of an instance its own setting, of a cluster that of the member which differs.
    private static func memberSetting(_ kind: DatabaseKind, _ change: () -> DatabaseSetting) -> Fix {
        kind == .instance
            ? setting(kind, change())
            : .changes([.database(.modifyMember(id: "kb-aurora-b", of: "kb-aurora", change()))])
    }

    /// What people have to fix.
    private static func backups(_ kind: DatabaseKind) -> [Violation] {
        [
            of(kind, "restorable-lag", .procedure("Transaction logs are not being archived")) {
                $0.latestRestorableTime = .known(Estate.now.adding(seconds: -86_400.5))
            },
            of(
                kind, "retention-window-actual",
                .wait("The window grows by a day each day, and is long enough on 2026-12-10")
            ) {
                $0.earliestRestorableTime = .known(Estate.now - TimeSpan(12, .days))
            },
            of(kind, "recovery-point-age", .procedure("Take a snapshot now")) {
                $0.latestRestorableTime = .known(Estate.now.adding(seconds: -90_000))
                $0.snapshots = .known([])
            },
            of(
                kind, "recovery-point-exists",
                .procedure(kind.pick(instance: "Enable automated backups", cluster: "Take a cluster snapshot now"))
            ) {
                $0.latestRestorableTime = .known(nil)
                $0.snapshots = .known([.manual("half", status: "creating")])
            },
            of(kind, "snapshot-encrypted", .procedure("Copy each of them with a key")) {
                $0.snapshots = .known([.manual("old", encrypted: false)])
            },
            of(
                kind, "snapshot-not-shared",
                .changes([
                    .database(.unshareSnapshot(kind: kind, id: "open", of: id(kind), from: ["210987654321", "all"]))
                ])
            ) {
                $0.snapshots = .known([
                    .manual("open", sharedWith: .known(["123456789012", "210987654321", "all"])), .manual("own"),
                ])
            },
            of(
                kind, "storage-headroom",
                kind == .instance
                    ? setting(kind, .storageLimit(Edit(499, to: 500)))
                    : .procedure("A cluster volume does not grow as far")
            ) { $0.storage = .known(.init(allocated: 100, limit: 499)) },
            of(kind, "storage-encrypted", .procedure("Encryption cannot be enabled in place")) {
                $0.storageEncrypted = .known(false)
            },
            of(kind, "encryption-key", .procedure("The key cannot be changed in place")) {
                $0.encryptionKey = .known("arn:aws:kms:us-east-1:123456789012:key/other")
            },
            of(kind, "pending-modifications", .wait("Applied in the maintenance window")) {
                $0.pendingModifications = .known(["DBInstanceClass"])
            },
            of(
                kind, "status",
                .procedure(
                    "Start it: aws rds start-" + kind.pick(instance: "db-instance", cluster: "db-cluster"))
            ) { $0.status = .known("stopped") },
            of(kind, "monthly-copies", .procedure("Keep a snapshot of each month")) {
                $0.snapshots = .known([.manual("2026-10", age: 30 * 86_400)])
            },
            of(
                kind, "cross-region-copy",
                kind == .cluster
                    ? .procedure("Copy a snapshot there now")
                    : .changes([
                        .database(
                            .replicateBackups(
                                BackupReplication(
                                    instance: "kb-prod", source: "arn:aws:rds:us-east-1:123456789012:db:kb-prod",
                                    replica: "arn:aws:rds:us-west-2:123456789012:auto-backup:*",
                                    region: Region("us-west-2"), days: 30,
                                    key: "arn:aws:kms:us-west-2:123456789012:key/key-kb-dr")))
                    ])
            ) {
                $0.copies[Region("us-west-2")] = .known([.init(id: "half", restorableTo: nil)])
            },
            drilled(
                kind, "drill-current",
                .procedure(
                    kind.pick(
                        instance: "Verify the next restore test of kb-prod", cluster: "Run a drill of kb-aurora")),
                .verified, days: 91, time: 1),
            drilled(
                kind, "rto-proven", .procedure("Shorten the recovery"), .objectiveBreached, days: 1,
                time: 4 * 3_600_000 + 1),
        ]
    }

    private static func drilled(
        _ kind: DatabaseKind, _ name: String, _ fix: Fix, _ verdict: DrillVerdict, days: Int, time: Int
    ) -> Violation {
        Violation(ControlID("\(kind.resource.rawValue).\(name)"), on: id(kind), fix) {
            $0.inventory.drills = .known([
                DrillProof(
                    database: .init(kind, id(kind)), at: Estate.now - TimeSpan(days, .days), verdict: verdict,
                    recoveryTime: time)
            ])
        }
    }

    /// Multi-AZ is a setting of an instance, and of a cluster the place of its members.
    private static let ofOneKind: [Violation] = [
        of(.instance, "multi-az", setting(.instance, .multiAZ(Edit(false, to: true)))) { $0.multiAZ = .known(false) },
        of(.cluster, "multi-az", .procedure("Add a reader in another zone")) {
            $0.members = $0.members.map { [$0[0]] }
        },
    ]
}

extension Database.Member {
    /// The same with a change.
    func with(_ change: (inout Database.Member) -> Void) -> Database.Member {
        var other = self
        change(&other)
        return other
    }
}
