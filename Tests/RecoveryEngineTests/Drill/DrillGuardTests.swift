import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct DrillGuardTests {
    private func refusals(
        _ request: DrillRequest = DrillFixtures.request(), _ change: (inout DrillFacts) -> Void = { _ in }
    ) -> [String] {
        PreflightGuards.findings(request, DrillFixtures.facts(change)).filter(\.refuses).map(\.id)
    }

    @Test func `a sound plan is not refused`() {
        #expect(refusals().isEmpty)
    }

    @Test func `each danger is refused by its guard`() {
        #expect(refusals { $0.account = AccountID("999999999999")! } == ["account-in-scope"])
        #expect(refusals { $0.source = nil }.contains("source-exists"))
        #expect(refusals { $0.source?.engine = "mysql" } == ["source-is-postgres"])
        #expect(refusals { $0.source?.tags[DrillTag.drill] = "x" } == ["source-is-no-drill"])
        #expect(refusals { $0.subnetGroupExists = false } == ["subnet-group"])
        #expect(refusals { $0.subnetGroupExists = nil } == ["subnet-group"])
        #expect(refusals { $0.securityGroups[0].openRules = ["0.0.0.0/0 tcp 5432"] } == ["security-group-closed"])
        #expect(refusals { $0.securityGroups[0].openRules = nil } == ["security-group-closed"])
        #expect(refusals { $0.source?.securityGroups = ["sg-drill"] } == ["security-group-own"])
        #expect(refusals { $0.quota = .init(used: 40, limit: 40) } == ["quota"])
        #expect(refusals { $0.clientVersion = nil } == ["psql"])
        #expect(refusals { $0.key = .init(id: "k", state: "PendingDeletion") } == ["key-usable"])
        #expect(refusals { $0.key = .init(id: "k", state: nil, failure: "denied") } == ["key-usable"])
        let target = DrillFixtures.request().target.id
        #expect(refusals { $0.instances[target] = [:] } == ["target-is-free"])
        #expect(
            refusals { $0.instances["other"] = [DrillTag.policy: "knowledge-base", DrillTag.drill: "earlier"] }
                == ["one-drill-at-a-time"])
        let source = DrillFixtures.request().source
        func other(_ tags: [String: String]) -> [String] {
            refusals {
                $0.instances["other"] = [DrillTag.policy: "knowledge-base", DrillTag.drill: "earlier"].merging(tags) {
                    $1
                }
            }
        }
        #expect(other([DrillTag.source: source]) == ["one-drill-at-a-time"])
        #expect(
            other([DrillTag.source: "kb-orders"]).isEmpty, "another database of the policy may be drilled meanwhile")
        #expect(other([DrillTag.source: source, DrillTag.sourceRegion: "eu-west-1"]).isEmpty)
    }

    @Test func `what the policy leaves out is refused, not inherited`() {
        #expect(refusals(DrillFixtures.request { $0.target.subnetGroup = nil }).contains("subnet-group"))
        #expect(refusals(DrillFixtures.request { $0.target.securityGroups = [] }) == ["security-groups"])
        #expect(refusals(DrillFixtures.request { $0.target.id = "kb-prod" }).contains("target-is-not-production"))
        #expect(refusals(DrillFixtures.request { $0.budget = 0.01 }) == ["budget"])
        #expect(
            refusals(
                DrillFixtures.request {
                    $0.budget = 5
                    $0.target.instanceClass = "db.new9.large"
                }) == ["budget"])
    }

    @Test func `a time outside the window is refused with the exact reason`() {
        let window = RestorableWindow(of: DrillFixtures.source())
        let now = DrillFixtures.start
        func reason(_ instant: Instant) -> String? {
            if case .failure(let refusal) = window.check(instant, now: now) { refusal.reason } else { nil }
        }
        #expect(reason(now - TimeSpan(1, .hours)) == nil)
        #expect(reason(now + TimeSpan(1, .hours))?.contains("is in the future") == true)
        #expect(
            reason(now - TimeSpan(1, .minutes))?.hasPrefix(
                "2026-11-23 05:09:00 UTC is 3 min after the latest restorable time 2026-11-23 05:06:00 UTC") == true)
        #expect(reason(now - TimeSpan(8, .days))?.contains("is 1 day before the earliest restorable time") == true)
        let off = RestorableWindow(of: DrillFixtures.source { $0.backupRetentionDays = 0 })
        #expect(off.absence.contains("retention 0"))
        #expect(throws: RecoveryPointChooser.Refusal.self) { try off.check(now, now: now).get() }
    }

    @Test func `every way to name a recovery point finds it or says why not`() {
        let facts = DrillFixtures.facts {
            $0.snapshots.append(
                SnapshotFacts(
                    id: "before-upgrade", type: "manual", status: "available",
                    createdAt: DrillFixtures.start - TimeSpan(1, .hours), engine: "postgres", instance: "kb-prod"))
            $0.snapshots.append(
                SnapshotFacts(
                    id: "half", type: "manual", status: "creating", createdAt: nil, engine: "postgres",
                    instance: "kb-prod"))
        }
        func choose(_ selection: RecoveryPointSelection) -> String? {
            let result = RecoveryPointChooser.choose(
                selection, of: DrillFixtures.source(), snapshots: facts.snapshots, now: DrillFixtures.start)
            return (try? result.get()).map { $0.snapshot ?? $0.time.description }
        }
        #expect(choose(.latestAutomated) == "rds:kb-prod-2026-11-23")
        #expect(choose(.newest) == "before-upgrade")
        #expect(choose(.snapshot("rds:kb-prod-2026-11-22")) == "rds:kb-prod-2026-11-22")
        #expect(choose(.snapshot("half")) == nil)
        #expect(choose(.snapshot("gone")) == nil)
        #expect(choose(.latestRestorable) == "2026-11-23T05:06:00Z")
        #expect(choose(.pointInTime(Instant("2026-11-23T04:00:00.750Z")!)) == "2026-11-23T04:00:00Z")
    }
}
