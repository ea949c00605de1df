import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Controls of databases")
struct DatabaseControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    @Test(arguments: [(0, "violated"), (29, "violated"), (30, "met"), (35, "met")])
    func `backups must reach back at least as far as asked`(days: Int, verdict: String) {
        #expect(
            estate.with { $0.database.backupRetentionDays = .known(days) }.verdict("database.backup-retention")
                == verdict)
    }

    @Test func `switching backups on is announced as a restart`() {
        let off = estate.with { $0.database.backupRetentionDays = .known(0) }
        guard case .changes(let changes)? = off.finding("database.backup-retention")?.remedy,
            case .restart? = changes.first?.facts.disruption
        else {
            Issue.record("no restart is announced")
            return
        }
        #expect(off.finding("database.backup-retention")?.observed == "disabled")
        #expect(off.verdict("database.restorable-lag") == nil)
    }

    @Test(arguments: [
        ("02:00-02:30", "met"), ("02:05-02:25", "met"), ("01:59-02:29", "violated"), ("02:00-02:31", "violated"),
        ("14:00-14:30", "violated"),
    ])
    func `backups are taken inside the window`(window: String, verdict: String) {
        #expect(
            estate.with { $0.database.backupWindow = .known(DailyWindow(window)) }.verdict("database.backup-window")
                == verdict)
    }

    @Test func `a window that the maintenance window overlaps is not asked of RDS`() {
        let clash = estate.with {
            $0.database.backupWindow = .known(nil)
            $0.policy.databases[0].maintenanceWindow = nil
            $0.database.maintenanceWindow = .known(WeeklyWindow("mon:23:30-tue:02:01"))
        }
        guard case .procedure(let text)? = clash.finding("database.backup-window")?.remedy else {
            Issue.record("RDS would refuse this change")
            return
        }
        #expect(text.contains("mon:23:30-tue:02:01"))
    }

    @Test(arguments: [(86_400.0, "met"), (86_400.001, "violated"), (300, "met")])
    func `the restorable time may lag by the RPO and not a moment more`(age: Double, verdict: String) {
        let lagging = estate.with {
            $0.database.latestRestorableTime = .known(Estate.now.adding(seconds: -age))
            $0.database.snapshots = .known([])
        }
        #expect(lagging.verdict("database.restorable-lag") == verdict)
        #expect(lagging.verdict("database.recovery-point-age") == verdict)
    }

    @Test(arguments: [
        (30 * 1_440, "met"), (29 * 1_440 - 30, "met"), (29 * 1_440 - 31, "violated"), (1_440, "violated"),
        (600_000, "met"),
    ])
    func `the restorable window reaches back to the oldest snapshot that a retention leaves`(
        minutes: Int, verdict: String
    ) {
        let reaching = estate.with {
            $0.database.earliestRestorableTime = .known(Estate.now - TimeSpan(minutes, .minutes))
        }
        #expect(reaching.verdict("database.retention-window-actual") == verdict)
    }

    @Test func `a window cannot reach back beyond the database's creation`() {
        func estate(created: Int, earliest: Int) -> Estate {
            self.estate.with {
                $0.database.createdAt = Estate.now - TimeSpan(created, .hours)
                $0.database.earliestRestorableTime = .known(Estate.now - TimeSpan(earliest, .hours))
            }
        }
        let young = estate(created: 72, earliest: 71).finding("database.retention-window-actual")
        #expect(young?.verdict == .met && young?.required == "back to its creation")
        // Backups were enabled two days after it was made, and the days before are lost.
        let late = estate(created: 72, earliest: 24).finding("database.retention-window-actual")
        #expect(late?.verdict == .violated && late?.observed == "back to 2026-11-22 05:10:00 UTC")
        #expect(
            late?.remedy == .resolvesItself("The window grows by a day each day, and is long enough on 2026-12-21."))
        #expect(estate(created: 2, earliest: 1).verdict("database.retention-window-actual") == "met")
    }

    @Test func `a window without a beginning is violated, one that could not be read unknown, one of no backups moot`()
    {
        func finding(_ earliest: Collected<Instant?>, days: Int = 30) -> Finding? {
            estate.with {
                $0.database.earliestRestorableTime = earliest
                $0.database.backupRetentionDays = .known(days)
            }.finding("database.retention-window-actual")
        }
        #expect(finding(.known(nil))?.observed == "none" && finding(.known(nil))?.verdict == .violated)
        #expect(finding(.unavailable(Estate.failure))?.verdict == .unknown(Estate.failure))
        #expect(finding(.known(nil), days: 0) == nil)
        #expect(
            finding(.known(Estate.now - TimeSpan(7, .days)), days: 7)?.remedy
                == .resolvesItself("The window grows by a day each day, once backups are retained for 30 days."))
    }

    @Test(arguments: [
        (Database.Storage(allocated: 100), "violated", "100 GiB"), (.init(allocated: 500), "met", "500 GiB"),
        (.init(allocated: 100, limit: 499), "violated", "499 GiB"),
        (.init(allocated: 20, limit: 500), "met", "500 GiB"),
        (.ofAurora, "met", "128 TiB"),
    ])
    func `storage reaches as far as it is allocated or may grow`(
        storage: Database.Storage, verdict: String, shown: String
    ) {
        let finding = estate.with { $0.database.storage = .known(storage) }.finding("database.storage-headroom")
        #expect(finding?.verdict.word == verdict && finding?.observed == shown)
        #expect(finding?.required == "at least 500 GiB")
    }

    @Test(arguments: [
        ("postgres", 100, "500GiB", Int?(500)), ("postgres", 480, "500GiB", 528), ("postgres", 1, "1TiB", 1_024),
        ("postgres", 1, "1500MiB", 2), ("postgres", 1, "64TiB", 65_536), ("postgres", 1, "65TiB", nil),
        ("sqlserver-se", 1, "16TiB", 16_384), ("sqlserver-se", 1, "17TiB", nil),
    ])
    func `storage is let grow as far as asked, a tenth at least, and no further than the engine can`(
        engine: String, allocated: Int, asked: String, limit: Int?
    ) {
        let estate = estate.with {
            $0.database.engine = DatabaseEngine(engine)
            $0.database.storage = .known(.init(allocated: allocated))
            $0.policy.databases[0].protection.storageLimit = ByteCount(asked)
        }
        switch (estate.finding("database.storage-headroom")?.remedy, limit) {
        case (.changes(let changes)?, let limit?):
            #expect(
                changes == [.database(.modify(kind: .instance, id: "kb-prod", [.storageLimit(Edit(nil, to: limit))]))])
        case (.procedure(let text)?, nil): #expect(text.hasPrefix("\(engine) ends at "))
        case (let remedy, _): Issue.record("\(String(describing: remedy))")
        }
    }

    @Test func `a snapshot that is still being made is no recovery point`() {
        let creating = estate.with {
            $0.database.latestRestorableTime = .known(nil)
            $0.database.snapshots = .known([.manual("new", status: "creating"), .manual("bad", status: "failed")])
        }
        #expect(creating.verdict("database.recovery-point-exists") == "violated")
        #expect(creating.verdict("database.recovery-point-age") == "violated")
        #expect(creating.finding("database.recovery-point-age")?.observed == "no recovery point")
    }

    @Test func `the newest of snapshots and restorable time counts`() {
        let old = estate.with {
            $0.database.latestRestorableTime = .known(Estate.now.adding(seconds: -200_000))
            $0.database.snapshots = .known([.manual("fresh", age: 600)])
        }
        #expect(old.finding("database.recovery-point-age")?.observed == "10 minutes old")
        #expect(old.verdict("database.recovery-point-age") == "met")
    }

    @Test func `snapshots out of sight matter only when the restorable window does not decide`() {
        let unseen = estate.with { $0.database.snapshots = .unavailable(Estate.failure) }
        #expect(unseen.verdict("database.recovery-point-age") == "met")
        #expect(unseen.verdict("database.recovery-point-exists") == "met")
        #expect(unseen.verdict("database.snapshot-encrypted") == "unknown")
        #expect(unseen.verdict("database.snapshot-not-shared") == "unknown")
        let lagging = unseen.with { $0.database.latestRestorableTime = .known(Estate.now.adding(seconds: -200_000)) }
        #expect(lagging.verdict("database.recovery-point-age") == "unknown")
    }

    @Test(arguments: [(2 * 86_400.0, "met"), (2 * 86_400.001, "violated")])
    func `a copy in another region may be a day older than the RPO`(age: Double, verdict: String) {
        let copied = estate.with {
            $0.database.copies[Region("us-west-2")] = .known([
                .init(id: "old", restorableTo: Estate.now.adding(seconds: -900_000)),
                .init(id: "new", restorableTo: Estate.now.adding(seconds: -age)),
                .init(id: "half", restorableTo: nil),
            ])
        }
        #expect(copied.verdict("database.cross-region-copy") == verdict)
    }

    @Test func `every region that the policy names needs a copy, and one that cannot be seen is unknown`() {
        let two = estate.with { $0.policy.databases[0].backups.copyTo = [Region("us-west-2"), Region("eu-west-1")] }
        #expect(two.verdict("database.cross-region-copy") == "unknown")
        let one = two.with { $0.database.copies[Region("eu-west-1")] = .known([]) }
        #expect(one.finding("database.cross-region-copy")?.verdict == .violated)
        #expect(one.finding("database.cross-region-copy")?.observed == "eu-west-1: no copy, us-west-2: 3 hours old")
        let denied = two.with { $0.database.copies[Region("eu-west-1")] = .unavailable(Estate.failure) }
        #expect(denied.verdict("database.cross-region-copy") == "unknown")
        let both = denied.with { $0.database.copies[Region("us-west-2")] = .known([]) }
        #expect(both.verdict("database.cross-region-copy") == "violated")
        let none = estate.with { $0.policy.databases[0].backups.copyTo = [] }
        #expect(none.verdict("database.cross-region-copy") == nil)
        let home = estate.with { $0.policy.databases[0].backups.copyTo = [Region("us-east-1")] }
        #expect(home.verdict("database.cross-region-copy") == nil)
    }

    @Test func `every whole month since the database is there has left a snapshot that stays`() throws {
        let monthly = try Estate.compliant(withCluster: true)
        #expect(monthly.finding("database.monthly-copies")?.required == "one of each month from 2026-09 to 2026-10")
        let automated = monthly.with {
            $0.database.snapshots = $0.database.snapshots.map { snapshots in
                snapshots.map { snapshot in
                    var copy = snapshot
                    copy.kind = .automated
                    return copy
                }
            }
        }
        #expect(automated.finding("database.monthly-copies")?.observed == "missing: 2026-09, 2026-10")
        let young = automated.with { $0.database.createdAt = Instant("2026-09-01T00:00:00Z") }
        #expect(young.finding("database.monthly-copies")?.observed == "missing: 2026-10")
        let newborn = automated.with { $0.database.createdAt = Instant("2026-10-02T00:00:00Z") }
        #expect(newborn.verdict("database.monthly-copies") == nil)
        let year = monthly.with { $0.policy.databases[0].backups.monthlyKeep = 11 }
        #expect(year.finding("database.monthly-copies")?.observed?.hasPrefix("missing: 2025-12, 2026-01,") == true)
        let unseen = monthly.with { $0.database.snapshots = .unavailable(Estate.failure) }
        #expect(unseen.verdict("database.monthly-copies") == "unknown")
    }

    @Test func `a snapshot may be shared inside the scope only`() throws {
        let own = estate.with { $0.database.snapshots = .known([.manual("a", sharedWith: .known(["123456789012"]))]) }
        #expect(own.verdict("database.snapshot-not-shared") == "met")
        let stranger = estate.with {
            $0.database.snapshots = .known([
                .manual("a", sharedWith: .unavailable(Estate.failure)),
                .manual("b", sharedWith: .known(["210987654321"])),
            ])
        }
        #expect(stranger.finding("database.snapshot-not-shared")?.verdict == .violated)
        #expect(stranger.finding("database.snapshot-not-shared")?.observed == "shared: b with 210987654321")
        let partly = estate.with {
            $0.database.snapshots = .known([.manual("a", sharedWith: .unavailable(Estate.failure))])
        }
        #expect(partly.verdict("database.snapshot-not-shared") == "unknown")
    }

    @Test func `a snapshot of any kind that is public is a leak`() {
        for kind in [Database.Snapshot.Kind.public, .awsbackup] {
            let leak = estate.with {
                var snapshot = Database.Snapshot.manual("open", sharedWith: .known(["all"]))
                snapshot.kind = kind
                $0.database.snapshots = .known([snapshot])
            }
            #expect(leak.finding("database.snapshot-not-shared")?.observed == "shared: open with all")
            guard case .procedure(let text)? = leak.finding("database.snapshot-not-shared")?.remedy else {
                Issue.record("RDS changes the sharing of manual snapshots only")
                return
            }
            #expect(text.hasPrefix("RDS stops sharing manual snapshots only"))
        }
    }

    @Test func `a replica has its source's backups only when the source is judged too`() {
        let pair = estate.with { estate in
            var replica = estate.database
            replica.id = "kb-replica"
            replica.arn = "arn:aws:rds:us-east-1:123456789012:db:kb-replica"
            replica.replicaOf = "kb-prod"
            replica.backupRetentionDays = .known(0)
            replica.latestRestorableTime = .known(nil)
            replica.snapshots = .known([])
            estate.instances = [estate.database, replica]
            estate.policy.databases[0].select.ids = ["kb-prod", "kb-replica"]
        }
        let backups: [ControlID] = [
            "database.backup-retention", "database.recovery-point-age", "database.recovery-point-exists",
        ]
        for control in backups { #expect(pair.verdict(control, on: "kb-replica") == nil, "\(control)") }
        #expect(pair.verdict("database.multi-az", on: "kb-replica") == "met")
        let alone = pair.with { $0.policy.databases[0].select.ids = ["kb-replica"] }
        for control in backups { #expect(alone.verdict(control, on: "kb-replica") == "violated", "\(control)") }
    }

    @Test(arguments: [
        ("available", "met"), ("backing-up", "met"), ("configuring-log-exports", "met"), ("deleting", "violated"),
        ("stopped", "violated"), ("stopping", "violated"), ("storage-full", "violated"),
        ("inaccessible-encryption-credentials", "violated"), ("incompatible-restore", "violated"),
        ("failed", "violated"), ("a-status-of-next-year", "violated"), ("", "violated"),
    ])
    func `only an instance that runs is backed up`(status: String, verdict: String) {
        #expect(estate.with { $0.database.status = .known(status) }.verdict("database.status") == verdict)
    }

    @Test func `the key is known by id, ARN and alias, and not by likeness`() {
        let spellings = [
            "key-kb-dr", Estate.keyARN, "alias/kb-dr", "arn:aws:kms:us-east-1:123456789012:alias/kb-dr",
        ]
        for key in spellings {
            #expect(
                estate.with { $0.database.encryptionKey = .known(key) }.verdict("database.encryption-key") == "met",
                "\(key)")
        }
        let others = [
            "dr", "alias/kb-dr2", "arn:aws:kms:eu-west-1:123456789012:alias/kb-dr",
            "arn:aws:kms:us-east-1:210987654321:key/key-kb-dr", "arn:aws-cn:kms:us-east-1:123456789012:key/key-kb-dr",
            "",
        ]
        for key in others {
            let other = estate.with {
                $0.database.encryptionKey = .known(key)
                // An alias leads to its own key, or nowhere.
                for alias in others { $0.inventory.heldKeys[alias] = .known(nil) }
                $0.inventory.heldKeys["arn:aws:kms:us-east-1:123456789012:alias/kb-dr2"] = .known(
                    KeyStanding(arn: Estate.otherKeyARN, state: "Enabled"))
            }
            #expect(other.verdict("database.encryption-key") == "violated", "\(key)")
        }
        #expect(
            estate.with { $0.database.encryptionKey = .known(nil) }.finding("database.encryption-key")?.observed
                == "none")
    }

    @Test func `a selector that must match several is violated by fewer, and met by as many`() {
        func verdict(_ atLeast: Int?) -> (String?, String?) {
            let estate = estate.with { $0.policy.databases[0].select.atLeast = atLeast }
            let name = estate.policy.databases[0].select.shown
            return (estate.verdict("database.exists", on: name), estate.finding("database.exists", on: name)?.observed)
        }
        #expect(verdict(1).0 == "met")
        #expect(verdict(2) == ("violated", "1 found of at least 2"))
        #expect(verdict(nil).1 != "1 found of at least 2")
    }

    @Test func `a key that could not be resolved leaves the question open`() {
        let unseen = estate.with { $0.inventory.keys["kb-dr"]?.key = .unavailable(Estate.failure) }
        #expect(unseen.verdict("database.encryption-key") == "unknown")
        #expect(unseen.verdict("storage.encryption", on: Estate.bucketName) == "unknown")
        let gone = estate.with { $0.key = nil }
        #expect(gone.verdict("database.encryption-key") == "violated")
    }

    @Test func `TLS is forced in the instance's own group, or in one made for it`() {
        let own = estate.with {
            $0.database.forcesTLS = .known(false)
            $0.database.parameterGroup = .known("tuned")
        }
        #expect(
            own.finding("database.force-tls")?.remedy
                == .changes([
                    .database(
                        .setParameter(
                            .init(.instance, "tuned", for: "kb-prod"), name: "rds.force_ssl", Edit("0", to: "1"),
                            isDynamic: true))
                ]))
        let none = estate.with {
            $0.database.forcesTLS = .known(false)
            $0.database.parameterGroup = .known(nil)
        }
        guard case .changes(let changes)? = none.finding("database.force-tls")?.remedy,
            case .restart? = changes.map(\.facts.disruption).max()
        else {
            Issue.record("no restart is announced")
            return
        }
        #expect(changes.count == 4)
    }

    @Test func `what the policy does not ask is not judged, and what is stronger passes`() {
        let relaxed = estate.with {
            $0.policy.databases[0].protection.multiAZ = false
            $0.policy.databases[0].protection.publicAccess = true
            $0.policy.databases[0].protection.exportLogs = []
            $0.policy.databases[0].protection.encryptionKey = nil
        }
        #expect(relaxed.verdict("database.multi-az") == "met")
        #expect(relaxed.with { $0.database.multiAZ = .known(false) }.verdict("database.multi-az") == "met")
        #expect(relaxed.with { $0.database.publiclyAccessible = .known(true) }.verdict("database.not-public") == "met")
        #expect(relaxed.verdict("database.log-exports") == nil)
        // Any key, as long as it can be used.
        #expect(relaxed.finding("database.encryption-key")?.required == "any key that can be used")
        #expect(
            estate.with { $0.database.logExports = $0.database.logExports.map { $0 + ["iam-db-auth-error"] } }.verdict(
                "database.log-exports") == "met")
    }
}

@Suite("Replication of automated backups")
struct BackupReplicationTests {
    private let estate: Estate
    private let west = Region("us-west-2")

    init() throws {
        estate = try Estate.compliant().with { $0.database.copies[Region("us-west-2")] = .known([]) }
    }

    /// The replication that is planned; nil when people have to do something.
    private func planned(_ change: (inout Estate) -> Void = { _ in }) -> BackupReplication? {
        let finding = estate.with(change).finding("database.cross-region-copy")
        guard case .changes(let changes)? = finding?.remedy, case .database(.replicateBackups(let one))? = changes.first
        else { return nil }
        return changes.count == 1 ? one : nil
    }

    @Test func `what is encrypted with a multi-Region key is replicated with the replica of that key`() {
        #expect(planned()?.key == "arn:aws:kms:us-west-2:123456789012:key/key-kb-dr")
        #expect(planned()?.days == 30)
        #expect(planned { $0.key?.regions = ["us-east-1"] } == nil)
        #expect(planned { $0.database.encryptionKey = .known("arn:aws:kms:us-east-1:123456789012:key/other") } == nil)
        #expect(planned { $0.database.encryptionKey = .unavailable(Estate.failure) } == nil)
        let open = planned {
            ($0.database.storageEncrypted, $0.database.encryptionKey) = (.known(false), .known(nil))
        }
        #expect(open != nil && open?.key == nil)
    }

    @Test func `what is replicated or copied already is waited for`() {
        #expect(planned { $0.database.replicationRegions = [Region("us-west-2")] } == nil)
        // RDS replicates an instance to one region.
        #expect(planned { $0.database.replicationRegions = [Region("eu-west-1")] } == nil)
        #expect(planned { $0.policy.backupPlans[0].copyTo = [.region(Region("us-west-2"))] } == nil)
        #expect(planned { $0.database.isManagedByAWSBackup = true } == nil)
        // They may be enabled by the same plan, and wait for the maintenance window.
        #expect(planned { $0.database.backupRetentionDays = .known(0) } == nil)
        let waiting = estate.with { $0.database.replicationRegions = [west] }.finding("database.cross-region-copy")
        guard case .procedure(let text)? = waiting?.remedy else {
            Issue.record("\(String(describing: waiting?.remedy))")
            return
        }
        #expect(text.hasPrefix("Wait until the first copy has arrived") && text.contains("us-west-2"))
    }

    @Test func `of two regions the one without anything is replicated to, once`() {
        let both = planned {
            $0.policy.databases[0].backups.copyTo = [Region("eu-west-1"), Region("us-west-2")]
            $0.database.copies[Region("eu-west-1")] = .known([.init(id: "copy", restorableTo: Estate.now)])
        }
        #expect(both?.region == west)
        let retention = planned { $0.policy.databases[0].backups.retention = TimeSpan(60, .days) }
        #expect(retention?.days == 35)
    }

    @Test func `a replication is no copy: the region has one when it has arrived`() {
        let begun = estate.with { $0.database.replicationRegions = [west] }
        #expect(begun.verdict("database.cross-region-copy") == "violated")
    }
}
