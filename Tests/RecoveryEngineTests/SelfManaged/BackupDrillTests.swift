import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("A drill of a database outside RDS")
struct BackupDrillTests {
    private let start = Instant("2026-11-29T06:00:00Z")!

    private func request(
        _ selection: DrillPolicy.Source? = nil, _ checks: [DrillPolicy.Check]? = nil
    ) throws -> DrillRequest {
        var policy = RecoveryPolicy(
            name: "local",
            scope: PolicyScope(accounts: [try #require(AccountID("123456789012"))], regions: [Region("us-east-1")]),
            objectives: Objectives(rto: TimeSpan(1, .hours), rpo: TimeSpan(24, .hours)))
        var drill = DrillPolicy()
        drill.checks = checks ?? [.init(name: "entries", kind: .rowCount(table: "entries", until: nil))]
        policy.drill = drill
        var options = DrillOptions()
        options.selection = selection
        let here = DrillRequest.BackupCircumstances(
            scope: DrillScope(account: policy.scope.accounts[0], region: Region("us-east-1")), now: start,
            suffix: "4f2a", policyDigest: "ab")
        return try DrillRequest.ofBackup(SelfManagedPolicy(database: "kb"), of: policy, options: options, here)
    }

    /// A drill that has restored the sample and got these answers after so many minutes.
    private func drill(_ request: DrillRequest, answers: [String: String] = ["entries": "12"], minutes: Int = 10)
        -> BackupDrill
    {
        let manifest = BackupSamples.manifest()
        var drill = BackupDrill(request, place: "backups")
        drill.enter(.preflight, at: start)
        drill.choose(.dump(manifest))
        drill.enter(.restore, at: start + TimeSpan(1, .seconds))
        drill.restored(server: "15.18", at: start + TimeSpan(2, .minutes))
        drill.enter(.verify, at: start + TimeSpan(2, .minutes))
        let dump = DrilledBackup.dump(manifest)
        let checks = CheckPlanner.planOfBackup(request, dump, at: dump.point())
        let observations = checks.map { check in
            CheckObservation(
                name: check.name, value: answers[check.name] ?? (check.expectation == .profiled ? "[]" : "1"),
                error: nil,
                milliseconds: 1)
        }
        let end = start + TimeSpan(minutes, .minutes)
        drill.answered(checks, Answers(takenAt: end, observations: observations), at: end)
        return drill
    }

    @Test func `every row of the manifest within both objectives is verified`() throws {
        let record = drill(try request()).record(at: start + TimeSpan(11, .minutes))
        #expect(record.verdict == .verified && record.dataVerified, "\(record.summary)")
        #expect(record.objectives.rtoAvailable == 120_000 && record.objectives.rtoVerified == 600_000)
        // The backup is of 02:00.
        #expect(record.objectives.rpoRealised == 4 * 3_600_000 && record.objectives.rpoBasis == .comparedData)
        #expect(record.place == "backups" && record.recoveryPoint?.kind == .backup)
        #expect(record.phases.map(\.phase) == [.preflight, .restore, .verify])
        #expect(record.phases.allSatisfy { $0.endedAt != nil })
        #expect(DrillProof(record).database.isOutsideRDS)
    }

    @Test func `a count that is not the manifest's is not verified`() throws {
        let record = drill(try request(), answers: ["entries": "11"]).record(at: start)
        #expect(record.verdict == .notVerified && !record.dataVerified)
        #expect(record.summary.contains("expected 12, got 11"), "\(record.summary)")
    }

    @Test(arguments: [(60, DrillVerdict.verified), (61, .objectiveBreached)])
    func `the RTO is met to the second and then missed`(minutes: Int, verdict: DrillVerdict) throws {
        let record = drill(try request(), minutes: minutes).record(at: start)
        #expect(record.verdict == verdict)
    }

    @Test(arguments: [("2026-11-30T02:00:00Z", DrillVerdict.verified), ("2026-11-30T02:00:01Z", .objectiveBreached)])
    func `the loss is counted until the time that was asked for`(at: String, verdict: DrillVerdict) throws {
        let record = drill(try request(.pointInTime(at))).record(at: start)
        #expect(record.verdict == verdict, "\(record.summary)")
    }

    @Test func `without a check of the policy that reads rows nothing is verified`() throws {
        let none = drill(try request(nil, [])).record(at: start)
        #expect(none.verdict == .notVerified && none.summary == "no check of the policy verified any data")
    }

    @Test func `a checksum is said not to be computed, and is no failure`() throws {
        let checks: [DrillPolicy.Check] = [
            .init(name: "entries", kind: .rowCount(table: "public.entries", until: nil)),
            .init(name: "sum", kind: .checksum(table: "entries", columns: ["id"], until: nil)),
        ]
        let record = drill(try request(nil, checks)).record(at: start)
        #expect(record.verdict == .verified)
        let sum = try #require(record.checks.first { $0.name == "sum" })
        #expect(sum.verdict == .warned && sum.detail?.contains("not computed") == true)
    }

    @Test func `a count of some rows needs one at least, and a table that the manifest lacks too`() throws {
        let checks: [DrillPolicy.Check] = [
            .init(name: "bounded", kind: .rowCount(table: "entries", until: "at")),
            .init(name: "lacking", kind: .rowCount(table: "nothing", until: nil)),
        ]
        let dump = DrilledBackup.dump(BackupSamples.manifest())
        let planned = CheckPlanner.planOfBackup(try request(nil, checks), dump, at: dump.point())
        #expect(planned.first { $0.name == "bounded" }?.expectation == .atLeast(1))
        #expect(planned.first { $0.name == "lacking" }?.expectation == .atLeast(1))
    }

    @Test func `a database that is left over outweighs what was verified`() throws {
        var drill = self.drill(try request())
        drill.left("drctl_scratch_1", "it is a template")
        let record = drill.record(at: start)
        #expect(record.verdict == .cleanupFailed && record.verdict.exitCode == 6)
        #expect(record.leftovers.map(\.shown) == ["scratch database drctl_scratch_1"])
        #expect(record.dataVerified)
    }

    @Test func `a failure of the backup is not verified, one of the server a failure, a stop neither`() throws {
        func verdict(_ change: (inout BackupDrill) -> Void) throws -> DrillVerdict {
            var drill = BackupDrill(try request(), place: "backups")
            drill.enter(.restore, at: start)
            change(&drill)
            return drill.record(at: start).verdict
        }
        #expect(try verdict { $0.failed("restore", "damaged", isOfBackup: true) } == .notVerified)
        #expect(try verdict { $0.failed("server", "gone", isOfBackup: false) } == .failed)
        #expect(try verdict { $0.interrupted() } == .interrupted)
        #expect(try verdict { $0.noBackup("none") } == .notVerified)
    }

    @Test func `what only RDS has is refused by its name`() {
        for source in [DrillPolicy.Source.fresh, .snapshot("a"), .before("x"), .pointInTime("now")] {
            #expect(throws: DrillRequestProblems.self) { try request(source) }
        }
    }

    @Test func `the newest backup is chosen, or the newest at a time, and a damaged one is named`() throws {
        let backups = [
            try BackupSamples.stored("kb-20261127T020000Z-1", at: "2026-11-27T02:00:00Z"),
            try BackupSamples.stored("kb-20261128T020000Z-1", at: "2026-11-28T02:00:00Z"),
        ]
        func name(_ backups: [StoredBackup], _ at: String? = nil) -> String? {
            BackupChoice.newest(backups, of: "kb", at: at.flatMap { Instant($0) }).backup?.name
        }
        #expect(name(backups) == "kb-20261128T020000Z-1")
        #expect(name(backups, "2026-11-28T01:59:59Z") == "kb-20261127T020000Z-1")
        #expect(name(backups, "2026-11-28T02:00:00Z") == "kb-20261128T020000Z-1")
        #expect(name(backups, "2026-11-26T02:00:00Z") == nil)
        let damaged =
            backups + [StoredBackup(name: "kb-20261129T020000Z-1", manifest: nil, damage: "changed", objects: [])]
        let (none, reason) = BackupChoice.newest(damaged, of: "kb", at: nil)
        #expect(none == nil && reason.contains("kb-20261129T020000Z-1: changed"))
        // It is no matter for an earlier time.
        #expect(name(damaged, "2026-11-28T12:00:00Z") == "kb-20261128T020000Z-1")
    }

    @Test func `a server is for drills when it is another one, can hold the backup and is not marked`() {
        var manifest = BackupSamples.manifest()
        manifest.server.systemIdentifier = "1"
        var server = ScratchServer(
            version: "15.18", address: "127.0.0.1:5433",
            target: RestoreTarget(serverNumber: 150_018, toolMajor: 15, roles: []))
        server.systemIdentifier = "2"
        func refused() -> [String] { GuardFinding.ofScratch(server, manifest).filter(\.refuses).map(\.id) }
        #expect(refused().isEmpty)
        server.systemIdentifier = "1"
        #expect(refused() == ["server-is-not-source"])
        // Nobody can tell: that is no yes.
        server.systemIdentifier = nil
        #expect(refused() == ["server-is-not-source"])
        // Another address may be another name of the same server.
        server.sourceAddress = "127.0.0.1:5432"
        #expect(refused() == ["server-is-not-source"])
        server.sourceAddress = "127.0.0.1:5433"
        #expect(refused() == ["server-is-not-source"])
        server.systemIdentifier = "2"
        server.protection = "it is another database's"
        #expect(refused() == ["server-is-not-production"])
        server.protection = nil
        server.environment = "staging PROD"
        server.target.serverNumber = 140_000
        #expect(refused() == ["server-is-not-production", "server-can-restore"])
        manifest.roles = ["app"]
        #expect(GuardFinding.ofScratch(server, manifest).last?.outcome == .warned)
    }

    @Test func `a series drills it by its own control and its own proofs`() throws {
        let policy = try Estate.complete().policy
        let scope = DrillScope(account: policy.scope.accounts[0], region: Region("us-east-1"))
        var candidate = DrillCandidate(policy: policy.name, scope: scope, database: "kb", kind: .instance)
        candidate.isOutsideRDS = true
        func isDue(_ proofs: [DrillProof], _ waiver: String? = nil) -> Bool {
            var queue = DrillQueue()
            var policy = policy
            if let waiver {
                policy.waivers = [
                    Waiver(
                        control: waiver, resource: "*", reason: "r", owner: "o", expires: CalendarDay("2027-01-01")!)
                ]
            }
            queue.add(candidate, of: policy, proofs: proofs, isForced: false, now: Estate.now)
            return queue.due.count == 1
        }
        var database = DrilledDatabase(.instance, "kb")
        let ofRDS = DrillProof(
            database: database, at: Estate.now - TimeSpan(1, .days), verdict: .verified, recoveryTime: 1)
        #expect(isDue([]) && isDue([ofRDS]))
        database.isOutsideRDS = true
        let own = DrillProof(
            database: database, at: Estate.now - TimeSpan(1, .days), verdict: .verified, recoveryTime: 1)
        #expect(!isDue([own]))
        #expect(isDue([], "database.drill-current") && !isDue([], "self-managed.drill-current"))
    }
}
