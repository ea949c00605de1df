import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Controls of databases outside RDS")
struct SelfManagedControlTests {
    private let estate: Estate

    init() throws { estate = try Estate.complete() }

    /// Each control of the family that is judged of the database with dumps.
    private func findings(_ estate: Estate) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: estate.audit.findings.filter { $0.resource == ResourceReference(.selfManaged, "kb") }
                .map { ($0.control.id.description, $0.verdict.word) })
    }

    @Test func `what cannot be read is unknown, never met`() {
        let blind = estate.with { $0.inventory.selfManaged["kb"]?.backups = .unavailable(Estate.failure) }
        let verdicts = findings(blind)
        #expect(verdicts.count == 9)
        for (control, verdict) in verdicts {
            let isProof = control.hasSuffix("drill-current") || control.hasSuffix("rto-proven")
            #expect(verdict == (isProof ? "met" : "unknown"), "\(control)")
        }
        let unread = estate.with { $0.inventory.selfManaged = [:] }
        #expect(findings(unread)["self-managed.newest-backup-age"] == "unknown")
        let undrilled = estate.with { $0.inventory.drills = .unavailable(Estate.failure) }
        #expect(findings(undrilled)["self-managed.drill-current"] == "unknown")
        #expect(findings(undrilled)["self-managed.rto-proven"] == "unknown")
    }

    @Test func `a place without backups has none that is young, verified or kept`() {
        let empty = findings(estate.with { $0.dumps = [] })
        #expect(empty["self-managed.place-reachable"] == "met")
        #expect(empty["self-managed.newest-backup-age"] == "violated")
        #expect(empty["self-managed.verified-backup-age"] == "violated")
        #expect(empty["self-managed.heartbeat"] == "violated")
        // Of no backup nothing can be said about its key or its neighbours.
        #expect(empty["self-managed.retention"] == nil && empty["self-managed.encryption"] == nil)
    }

    @Test(arguments: [(0, "met"), (1, "violated")])
    func `a backup that is as old as the RPO is within it, and one of a second more is not`(
        more: Int, verdict: String
    ) throws {
        let at = Estate.now - TimeSpan(24, .hours) - TimeSpan(more, .seconds)
        let estate = try estate.with {
            $0.dumps = [try BackupSamples.stored("kb-1", at: at.description)]
        }
        #expect(findings(estate)["self-managed.newest-backup-age"] == verdict)
        #expect(
            estate.context.selfManagedSubjects.first?.recoveryPointAge == .known(86_400 + more))
    }

    @Test(arguments: [(TimeSpan(4, .minutes), "met"), (TimeSpan(6, .minutes), "violated")])
    func `a backup from the future says nothing of now, unless two clocks explain it`(
        ahead: TimeSpan, verdict: String
    ) throws {
        let estate = try estate.with {
            $0.dumps = [try BackupSamples.stored("kb-1", at: (Estate.now + ahead).description)]
        }
        #expect(findings(estate)["self-managed.newest-backup-age"] == verdict)
    }

    @Test func `checksums alone verify nothing, and an old verification goes out of date`() {
        let old = estate.with {
            $0.dumps[38].verifications = []
            $0.dumps[32].verifications = [$0.verification(of: 32, .restore)]
        }
        // 2026-11-16 02:00 is seven days and three hours ago.
        #expect(findings(old)["self-managed.verified-backup-age"] == "violated")
        let young = old.with { $0.dumps[33].verifications = [$0.verification(of: 33, .archive)] }
        #expect(findings(young)["self-managed.verified-backup-age"] == "met")
    }

    @Test func `a backup of another database of the place is none of this one`() throws {
        let listing = BackupSamples.listing([
            try BackupSamples.stored("kb-1", at: "2026-11-23T02:00:00Z"),
            try BackupSamples.stored("other-1", at: "2026-11-23T03:00:00Z", database: "other"),
            StoredBackup(name: "kb-2", manifest: nil, damage: "changed", objects: []),
            StoredBackup(name: "kb_2-1", manifest: nil, damage: "changed", objects: []),
        ])
        #expect(listing.backups(of: "kb", named: "kb-").map(\.name) == ["kb-1", "kb-2"])
    }

    @Test func `recipients in another order are the same, and one too many or too few is not`() {
        func verdict(_ recipients: [String]) -> String? {
            findings(estate.with { $0.policy.selfManaged[0].backups?.encryption.age = recipients })[
                "self-managed.encryption"]
        }
        #expect(verdict(["age1x"]) == "met" && verdict(["age1y"]) == "violated" && verdict([]) == "violated")
        let kms = estate.with { $0.policy.selfManaged[0].backups?.encryption = .init() }.with {
            $0.policy.selfManaged[0].backups?.encryption.kms = "alias/kb-dr"
        }
        #expect(findings(kms)["self-managed.encryption"] == "violated")
    }

    @Test func `the drill of an instance of the same name proves nothing here`() {
        let namesake = estate.with { $0.replaceOutsideDrills { $0.database.isOutsideRDS = false } }
        #expect(findings(namesake)["self-managed.drill-current"] == "violated")
        #expect(findings(namesake)["self-managed.rto-proven"] == nil)
        let failed = estate.with {
            $0.replaceOutsideDrills {
                $0.verdict = .notVerified
                $0.recoveryTime = nil
            }
        }
        #expect(findings(failed)["self-managed.drill-current"] == "violated")
        let exact = estate.with {
            $0.replaceOutsideDrills {
                $0.at = Estate.now - TimeSpan(90, .days)
                $0.recoveryTime = 4 * 3_600_000
            }
        }
        #expect(findings(exact)["self-managed.drill-current"] == "met")
        #expect(findings(exact)["self-managed.rto-proven"] == "met")
    }

    @Test func `it is judged once, in the primary region of the first account`() throws {
        let policy = estate.policy
        func count(_ account: String, _ region: String) throws -> Int {
            let account = try #require(AccountID(account))
            var wide = policy
            wide.scope.accounts = [try #require(AccountID("123456789012")), try #require(AccountID("210987654321"))]
            wide.scope.regions = [Region("us-east-1"), Region("us-west-2")]
            return Target(wide, account: account, region: Region(region)).selfManaged.count
        }
        #expect(try count("123456789012", "us-east-1") == 2)
        #expect(try count("123456789012", "us-west-2") == 0 && count("210987654321", "us-east-1") == 0)
    }

    @Test func `reading manifests needs the bucket and the prefix, and a folder nothing of AWS`() {
        let family = Family.selfManaged
        #expect(
            family.reads(estate.target) == [
                Need("s3:ListBucket", "kb-dumps"), Need("s3:GetObject", "kb-dumps/local/*"),
            ])
        let folder = estate.with { $0.policy.selfManaged[0].backups?.to = "/var/backups" }
        #expect(family.reads(folder.target).isEmpty)
    }

    @Test func `its objectives stand beside those of RDS, and its ages are published`() throws {
        let objective = try #require(
            EffectiveObjective.all(estate.context).first { $0.database == ResourceReference(.selfManaged, "kb") })
        #expect(objective.standing == .met && objective.loss == .known(11_400))
        let empty = estate.with { $0.dumps = [] }
        #expect(
            EffectiveObjective.all(empty.context).first { $0.database == ResourceReference(.selfManaged, "kb") }?
                .standing
                == .breached)
        let samples = NightlyMetrics.samples(estate.context).samples.filter { $0.dimensions["Database"] == "kb" }
        #expect(samples.map(\.name).sorted() == ["DrillAge", "RecoveryPointAge"])
        // Without a backup there is no age to publish: the silence is said.
        #expect(NightlyMetrics.samples(empty.context).unknown.contains { $0.reason.contains("kb has no time") })
    }
}

@Suite("Gaps of a retention")
struct RetentionGapsTests {
    private func gaps(_ days: [String], daily: Int = 0, monthly: Int = 0, every: TimeSpan = TimeSpan(24, .hours))
        -> [String]
    {
        var rules = RetentionRules()
        (rules.daily, rules.monthly) = (daily, monthly)
        return RetentionGaps.of(
            days.map { CalendarDay($0)! }, by: rules, every: every, today: CalendarDay("2026-11-23")!)
    }

    @Test func `a day without a backup is named, the current one and those before the first are not`() {
        #expect(gaps(["2026-11-20", "2026-11-22"], daily: 30) == ["day 2026-11-21"])
        #expect(gaps(["2026-11-20", "2026-11-21", "2026-11-22"], daily: 30).isEmpty)
        #expect(gaps([], daily: 30).isEmpty)
    }

    @Test func `a gap counts as long as its day is kept`() {
        let days = ["2026-11-01"] + (3...23).map { "2026-11-\($0 < 10 ? "0" : "")\($0)" }
        #expect(gaps(days, daily: 22) == ["day 2026-11-02"])
        #expect(gaps(days, daily: 21).isEmpty)
    }

    @Test func `where backups may be further apart than a day, a day without one is no gap`() {
        #expect(gaps(["2026-11-01", "2026-11-22"], daily: 30, every: TimeSpan(7, .days)).isEmpty)
        #expect(
            gaps(["2026-09-01", "2026-11-22"], monthly: 12, every: TimeSpan(7, .days)) == ["month 2026-10"])
    }
}
