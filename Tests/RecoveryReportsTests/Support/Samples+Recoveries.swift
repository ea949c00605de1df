import AWSNames
import RecoveryModel
import RecoveryReports
import Testing

extension Samples {
    private var scope: DrillScope {
        get throws {
            DrillScope(account: try #require(AccountID("123456789012")), region: Region("us-east-1"))
        }
    }

    private var production: InstanceFacts {
        var facts = InstanceFacts(
            id: "kb-prod\(mark)", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod", status: "", engine: "postgres",
            engineVersion: "15.18", instanceClass: "db.m6g.large")
        (facts.subnetGroup, facts.securityGroups) = ("kb-prod", ["sg-1\(mark)"])
        facts.tags = ["app": "knowledge-base\(mark)"]
        var settings = RestoreSettings()
        (settings.multiAZ, settings.port, settings.logExports) = (true, 5_432, ["postgresql", "upgrade"])
        facts.settings = settings
        return facts
    }

    /// A damaged database was replaced, and keeps another name.
    func recovery() throws -> DrillRecord {
        var record = try verifiedDrill()
        record.drill = DrillID(rawValue: "knowledge-base-recovery-20261123T051000Z-4f2a\(mark)")
        record.target = "kb-prod-recovered-20261123051000"
        record.summary = "kb-prod is recovered as kb-prod, verified, with every setting of production\(mark)"
        record.fidelity = []
        record.leftovers = []
        var outcome = RecoveryOutcome(origin: .inventory(at: record.startedAt), switchover: .rename)
        outcome.settings = production.namedSettings
        outcome.database = record.source
        (outcome.endpoint, outcome.port) = ("kb-prod.abc.us-east-1.rds.amazonaws.com\(mark)", 5_432)
        outcome.masterSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-2\(mark)"
        outcome.oldName = "kb-prod-before-20261123051000"
        outcome.steps = [
            .hook("verified"), .protect(record.source),
            .rename(from: record.source, to: "kb-prod-before-20261123051000"),
            .await("kb-prod-before-20261123051000"), .rename(from: record.target, to: record.source),
            .await(record.source),
        ]
        record.recovery = outcome
        return record
    }

    /// The data is there, and a setting is not.
    func failedRecovery() throws -> DrillRecord {
        var record = try recovery()
        record.verdict = .notVerified
        record.summary = "the data is verified, and these settings are not production's: MultiAZ"
        record.fidelity = [
            FidelityFinding(
                setting: "MultiAZ", source: "yes\(mark)", restored: "no", impact: .losesProtection,
                remedy: "modify \(record.target), then compare again with drctl audit")
        ]
        record.recovery?.database = record.target
        record.recovery?.oldName = nil
        record.recovery?.steps = []
        return record
    }

    /// An unfinished recovery that began so many seconds after the samples' time.
    func recovering(
        _ seconds: Int, _ database: String, _ state: DrillStatus.Unfinished.State
    ) -> RecoveryStatus.Unfinished {
        .init(
            recovery: DrillID(rawValue: "knowledge-base-20261123T051000Z-\(abs(seconds))"), policy: "knowledge-base",
            database: database, target: "\(database)-recovered", startedAt: Instant(seconds: 1_795_410_600 + seconds),
            phase: .restore, state: state)
    }

    func rollback() throws -> RecoveryRollback {
        let record = try recovery()
        return RecoveryRollback(
            recovery: record.drill, policy: record.policy, database: record.source, at: record.endedAt,
            renamed: [
                .init(from: record.source, to: record.target),
                .init(from: "kb-prod-before-20261123051000", to: record.source),
            ])
    }

    private var chain: ChainVerification {
        ChainVerification(
            policy: "inventory/knowledge-base\(mark)", records: 2, newest: Instant(seconds: 1_795_410_600),
            findings: [],
            checksSignatures: true, isAnchored: false, firstSigned: 1)
    }

    func inventories() throws -> InventoryListing {
        let kept = KeptInventory(policy: "knowledge-base\(mark)", scope: try scope, databases: [production])
        let now = Instant(seconds: 1_795_410_600)
        return InventoryListing(
            [
                .init(kept, sequence: 1, at: now - TimeSpan(2, .days), isCurrent: false),
                .init(kept, sequence: 2, at: now, isCurrent: true),
            ], chains: [chain])
    }

    /// A database that met its objectives, one that did not, one of long ago, and one that was never drilled.
    func objectivesReport() throws -> ObjectivesReport {
        let verified = try verifiedDrill()
        let now = verified.endedAt + TimeSpan(1, .days)
        func record(_ source: String, _ change: (inout DrillRecord) -> Void = { _ in }) -> DrillRecord {
            var record = verified
            record.source = "\(source)\(mark)"
            change(&record)
            return record
        }
        var policy = RecoveryPolicy(
            name: verified.policy, scope: PolicyScope(accounts: [try scope.account], regions: [try scope.region]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.owner = "platform\(mark)"
        policy.databases = [DatabasePolicy(select: .init(ids: ["never-drilled\(mark)"]))]
        policy.drill = DrillPolicy()
        policy.drill?.every = TimeSpan(90, .days)
        let records = [
            record("kb-prod"), record("slow") { $0.objectives.rtoVerified = 5 * 3_600_000 },
            record("old") { $0.endedAt = $0.endedAt - TimeSpan(200, .days) },
        ]
        let derived = ObjectivesReport.Derived(
            path: "databases[0].backups.retention", value: "30d", reason: "objectives.rpo is 24h\(mark)")
        return ObjectivesReport(
            at: now, policies: [.init(policy, derived: [derived], proven: .known(records), now: now)], chains: [])
    }

    func inventoried() throws -> InventoriedDatabase {
        InventoriedDatabase(
            production, policy: "knowledge-base\(mark)", scope: try scope, at: Instant(seconds: 1_795_410_600),
            chain: chain)
    }
}
