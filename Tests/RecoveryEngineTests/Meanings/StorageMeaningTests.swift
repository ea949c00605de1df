import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Lifecycle, windows, keys and snapshots by their effect")
struct StorageMeaningTests {
    private let estate: Estate

    init() throws { estate = try Estate.compliant() }

    private func lifecycle(
        _ rules: [LifecycleRule], _ change: (inout Estate) -> Void = { _ in }
    ) -> Finding? {
        estate.with {
            change(&$0)
            $0.bucket.lifecycle = .known(BucketLifecycle(rules))
        }.finding("storage.lifecycle")
    }

    @Test func `the rules are the whole configuration: what is unasked is told`() {
        var archive = LifecycleRule(id: "x", filter: .init())
        archive.noncurrentTransitions = [.init(days: 1, storageClass: "DEEP_ARCHIVE")]
        #expect(
            lifecycle(LifecycleRule.required + [archive])?.observed
                == "old versions of everything move to DEEP_ARCHIVE after 1 days by x, unasked")
        #expect(
            lifecycle(LifecycleRule.required + [.expiring("y", "yearly/", days: 1)])?.observed
                == "yearly/ expires after 1 days by y, unasked")
        var dated = LifecycleRule(id: "d", filter: .init(prefix: "yearly/"))
        dated.expireDate = Estate.now
        #expect(lifecycle(LifecycleRule.required + [dated])?.verdict == .violated)
        var moved = LifecycleRule(id: "m", filter: .init(prefix: "yearly/"))
        moved.transitions = [.init(days: 1, storageClass: "GLACIER")]
        #expect(lifecycle(LifecycleRule.required + [moved])?.verdict == .violated)
        // Near misses: a rule that does nothing to what is kept.
        var uploads = LifecycleRule(id: "u", filter: .init(prefix: "yearly/"))
        uploads.abortUploadsDays = 1
        #expect(lifecycle(LifecycleRule.required + [uploads])?.verdict == .met)
        #expect(
            lifecycle(LifecycleRule.required + [.expiring("off", "yearly/", days: 1, enabled: false)])?.verdict == .met)
    }

    @Test func `old versions that nobody asked to expire are lost`() {
        var versions = LifecycleRule(id: "v", filter: .init(prefix: "daily/"))
        versions.noncurrentExpireDays = 1
        let finding = lifecycle([LifecycleRule.required[0], versions]) {
            $0.policy.storage[0].lifecycle = [Estate.rule("daily/", expire: 30)]
        }
        #expect(finding?.observed == "old versions of daily/ expire after 1 days by v, unasked")
    }

    @Test func `ours are written beside others that stay, and what is left is for people`() {
        let theirs = LifecycleRule.expiring("theirs", "yearly/", days: 1)
        guard case .changes? = lifecycle([theirs])?.remedy else {
            Issue.record("ours are missing")
            return
        }
        guard case .procedure(let text)? = lifecycle(LifecycleRule.required + [theirs])?.remedy else {
            Issue.record("a change would not help")
            return
        }
        #expect(text.contains("yearly/ expires after 1 days by theirs, unasked"))
    }

    @Test func `a rule whose prefix covers the required one does the job`() {
        func asks(_ estate: inout Estate) {
            estate.policy.storage[0].lifecycle = [
                Estate.rule("weekly/", expire: 90, transition: (30, "GLACIER_IR"))
            ]
        }
        func rule(_ prefix: String) -> LifecycleRule {
            var rule = LifecycleRule.expiring("w", prefix, days: 90)
            rule.transitions = [.init(days: 30, storageClass: "GLACIER_IR")]
            return rule
        }
        #expect(lifecycle([rule("weekly")], asks)?.verdict == .met)
        #expect(lifecycle([rule("weekly/")], asks)?.verdict == .met)
        #expect(lifecycle([rule("weekly/db")], asks)?.verdict == .violated)
        var other = rule("weekly")
        other.transitions = [.init(days: 30, storageClass: "DEEP_ARCHIVE")]
        #expect(lifecycle([other], asks)?.verdict == .violated)
    }

    @Test func `windows that collide are a violation`() {
        func window(_ maintenance: String, policy: Bool = false) -> Finding? {
            estate.with {
                $0.policy.databases[0].backups.window = DailyWindow("03:00-03:30")
                if !policy { $0.policy.databases[0].maintenanceWindow = nil }
                $0.database.backupWindow = .known(DailyWindow("03:00-03:30"))
                $0.database.maintenanceWindow = .known(WeeklyWindow(maintenance))
            }.finding("database.backup-window")
        }
        #expect(window("wed:02:45-wed:03:15")?.verdict == .violated)
        #expect(
            window("wed:02:45-wed:03:15")?.observed?.contains("overlapping maintenance wed:02:45-wed:03:15") == true)
        #expect(window("wed:03:29-wed:04:00")?.verdict == .violated)
        #expect(window("wed:02:30-wed:03:00")?.verdict == .met)
        #expect(window("wed:03:30-wed:04:00")?.verdict == .met)
    }

    @Test func `what waits for a restart is not in force`() {
        let waiting = estate.with { $0.database.awaitsRestart = true }
        #expect(waiting.finding("database.force-tls")?.observed?.contains("waits for a restart") == true)
        #expect(waiting.verdict("database.pending-modifications") == "violated")
        #expect(waiting.finding("database.pending-modifications")?.observed?.contains("parameter group") == true)
        let changed = estate.with { $0.database.pendingModifications = .known(["CACertificateIdentifier"]) }
        #expect(changed.finding("database.pending-modifications")?.observed == "CACertificateIdentifier")
        #expect(changed.verdict("database.force-tls") == "met")
    }

    @Test(arguments: [("Disabled", "violated"), ("PendingDeletion", "violated"), ("Enabled", "met")])
    func `the key that a database has must be usable, listed or not`(_ state: String, _ expected: String) {
        let held = estate.with {
            $0.policy.keys = []
            $0.key?.state = state
        }
        #expect(held.verdict("database.encryption-key") == expected)
        let any = held.with { $0.policy.databases[0].protection.encryptionKey = nil }
        #expect(any.verdict("database.encryption-key") == expected)
    }

    @Test func `a key that is gone, unreadable or not there`() {
        func held(_ standing: Collected<KeyStanding?>) -> Estate {
            estate.with {
                $0.policy.databases[0].protection.encryptionKey = nil
                $0.database.encryptionKey = .known(Estate.otherKeyARN)
                $0.inventory.heldKeys[Estate.otherKeyARN] = standing
            }
        }
        let gone = held(.known(nil))
        #expect(gone.finding("database.encryption-key")?.observed?.hasSuffix("which does not exist") == true)
        let unseen = held(.unavailable(Estate.failure))
        #expect(unseen.verdict("database.encryption-key") == "unknown")
        let plain = estate.with {
            $0.policy.databases[0].protection.encryptionKey = nil
            $0.database.storageEncrypted = .known(false)
            $0.database.encryptionKey = .known(nil)
        }
        #expect(plain.verdict("database.encryption-key") == nil)
        #expect(plain.verdict("database.storage-encrypted") == "violated")
    }

    @Test func `keys that KMS does not rotate are a manual step with the reason`() {
        let imported = estate.with {
            $0.key?.rotation = .known(.init(enabled: false))
            $0.key?.rotationObstacle = "KMS does not rotate imported key material"
        }
        guard case .procedure(let text)? = imported.finding("keys.rotation")?.remedy else {
            Issue.record("EnableKeyRotation would be refused")
            return
        }
        #expect(text.contains("imported key material"))
        #expect(Planner.plan(imported.audit).steps.isEmpty)
        let replica = estate.with { $0.key?.rotationObstacle = "it is a replica" }
        #expect(replica.verdict("keys.rotation") == "met")
    }

    private func stranded(_ snapshot: Database.Snapshot) -> Finding? {
        estate.with {
            $0.inventory.strandedSnapshots[.instance] = .known([
                StrandedSnapshot(database: "kb-prod", tags: [:], snapshot: snapshot)
            ])
        }.finding("database.orphaned-snapshots")
    }

    @Test func `what a deleted database leaves is judged`() {
        #expect(stranded(.manual("final"))?.verdict == .met)
        #expect(stranded(.manual("final", sharedWith: .known(["all"])))?.observed == "final is shared with all")
        #expect(stranded(.manual("final", sharedWith: .known(["999999999999"])))?.verdict == .violated)
        #expect(stranded(.manual("final", sharedWith: .known(["123456789012"])))?.verdict == .met)
        #expect(stranded(.manual("final", sharedWith: .unavailable(Estate.failure)))?.verdict.word == "unknown")
        let open = stranded(.manual("final", encrypted: false))
        #expect(open?.observed == "final is not encrypted")
        guard case .procedure? = open?.remedy else {
            Issue.record("nothing encrypts a snapshot in place")
            return
        }
    }
}
