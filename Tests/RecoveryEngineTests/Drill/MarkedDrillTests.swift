import RecoveryEngine
import RecoveryModel
import Testing

/// The instant `now`, proven by a row on either side of it.
@Suite struct MarkedDrillTests {
    private func drill(
        _ change: (inout DrillRequest) -> Void = { _ in }, in change2: (inout SimulatedWorld) -> Void = { _ in }
    ) -> (record: DrillRecord?, world: SimulatedWorld) {
        var world = SimulatedWorld.marked()
        change2(&world)
        var machine = DrillMachine(DrillFixtures.marked(change))
        world.run(&machine)
        return (world.record, world)
    }

    @Test func `an idle database's instant is proven by the drill's own rows`() throws {
        let (record, world) = drill()
        let result = try #require(record)
        #expect(result.verdict == .verified)
        let marking = try #require(result.marking)
        #expect(result.recoveryPoint?.kind == .pointInTime)
        #expect(result.recoveryPoint?.time == marking.instant)
        #expect(result.checks.first { $0.name == "marker before T" }?.expected == "1 \(marking.before)")
        #expect(result.checks.first { $0.name == "marker before T" }?.got == "1 \(marking.before)")
        #expect(result.checks.first { $0.name == "marker after T" }?.got == "0")
        let proof = result.checks.first { $0.name == "rows on both sides of T" }
        #expect(proof?.verdict == .passed)
        #expect(proof?.got == "marker before T: 1 until T, 0 of 1 after")
        let order = world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }.first
        #expect(order?.point.time == marking.instant)
        #expect(
            result.phases.map(\.phase) == [
                .preflight, .mark, .baseline, .ship, .restore, .connect, .verify, .fidelity, .teardown,
            ])
    }

    @Test func `what a disaster would have lost is counted from what RDS had stored, and waiting is not recovery`()
        throws
    {
        let result = try #require(drill(in: { $0.restorable.lag = 240 }).record)
        let marking = try #require(result.marking)
        #expect(result.objectives.rpoBasis == .shippedLog)
        #expect(result.objectives.rpoRealised == marking.instant.milliseconds - marking.restorableThen.milliseconds)
        #expect((result.objectives.rpoRealised ?? 0) >= 4 * 60_000)
        let counted: [DrillPhase] = [.preflight, .restore, .connect, .verify]
        let times = result.phases.filter { counted.contains($0.phase) }.map(\.milliseconds)
        #expect(result.objectives.rtoVerified == times.reduce(0, +))
        let shipping = result.phases.first { $0.phase == .ship }
        #expect((shipping?.milliseconds ?? 0) > 60_000)

        let breached = drill({ $0.rpo = 3 * 60_000 }, in: { $0.restorable.lag = 240 }).record
        #expect(breached?.verdict == .objectiveBreached)
        #expect(breached?.summary.hasSuffix("more than the RPO of 3 min") == true)
    }

    @Test(arguments: [
        ("marker before T", "0", "marker before T did not pass"),
        ("marker before T", "1 2026-11-23 05:09:59.999999+00", "marker before T did not pass"),
        ("marker after T", "1", "marker after T did not pass: expected 0, got 1"),
    ])
    func `a copy of another instant is not verified`(check: String, got: String, says: String) {
        let (record, world) = drill(in: { $0.copyValues[check] = got })
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary.hasPrefix(says) == true, "\(record?.summary ?? "")")
        #expect(world.deleted.count == 1)
    }

    @Test func `nothing is written where the table is not what it must be`() throws {
        let right = try #require(DrillFixtures.markerTable.table)
        var cases: [(MarkerTableFacts?, String)] = [
            (nil, "the marker table was not checked"),
            (.init(login: "kb_admin", table: nil), "table drctl.marker not found"),
            (.init(login: "kb_admin", isReplica: true, table: right), "the source is a read replica"),
            (.init(login: "", table: nil, failure: "no route"), "drctl.marker could not be read: no route"),
        ]
        let flaws: [(String, (inout MarkerTableFacts.Found) -> Void)] = [
            ("is not an ordinary", { $0.form = "ru" }), ("is not an ordinary", { $0.form = "vp" }),
            ("has columns (id bigint), expected", { $0.columns = "id bigint" }),
            ("no primary key", { $0.hasKey = false }),
            ("has triggers", { $0.hasTriggers = true }), ("row-level security", { $0.hidesRows = true }),
            ("lacks privileges on drctl.marker: insert", { $0.missingPrivileges = ["insert"] }),
        ]
        for (says, spoil) in flaws {
            var found = right
            spoil(&found)
            cases.append((.init(login: "kb_admin", table: found), says))
        }
        for (facts, says) in cases {
            let (record, world) = drill(in: { $0.facts.marker = facts })
            #expect(record?.verdict == .refused, "\(says)")
            #expect(record?.summary.contains(says) == true, "\(record?.summary ?? "")")
            #expect(world.performed == [.gatherFacts])
        }
    }

    @Test func `the fix is what has to be run, quoted`() {
        let table = MarkerTable("ops.marks")
        let absent = MarkerTableFacts(login: "o\"neil", table: nil).finding(table)
        #expect(
            absent.hint == """
                run on the source: create schema if not exists "ops"; create table "ops"."marks" (drill text not null, \
                label text not null, marked_at timestamptz not null, primary key (drill, label)); \
                grant usage on schema "ops" to "o""neil"; grant select, insert on "ops"."marks" to "o""neil";
                """)
        var found = DrillFixtures.markerTable.table
        found?.missingPrivileges = ["insert"]
        let poor = MarkerTableFacts(login: "app", table: found).finding(table)
        #expect(
            poor.hint == """
                run on the source: grant usage on schema "ops" to "app"; grant select, insert on "ops"."marks" to "app";
                """)
    }

    @Test func `a database without a restorable time gets no rows`() {
        let (record, world) = drill(in: { $0.facts.source?.backupRetentionDays = 0 })
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary.contains("automated backups of kb-prod are disabled") == true)
        #expect(world.performed == [.gatherFacts])
    }

    @Test func `the log is waited for until it reaches beyond the row after the instant`() throws {
        var seen: [Instant] = []
        let (record, world) = drill(in: { world in
            world.fault = { action, _ in
                guard case .observeLog(let marking, _) = action else { return nil }
                // First the instant itself, then the very row, then a second more.
                let after = marking.after.flatMap(DatabaseTime.instant) ?? marking.instant
                let next = [marking.instant, after, marking.instant + TimeSpan(1, .seconds)][min(seen.count, 2)]
                seen.append(next)
                return .logObserved(next)
            }
        })
        #expect(record?.verdict == .verified)
        #expect(seen.count == 3)
        let looks = world.performed.filter { if case .observeLog = $0 { true } else { false } }
        #expect(looks.count == 3)
    }

    @Test func `a log that is not stored in half an hour is a finding, and nothing is restored`() {
        let (record, world) = drill(in: { $0.restorable = .init(lag: 7_200) })
        #expect(record?.verdict == .notVerified)
        #expect(
            record?.summary.hasPrefix("RDS did not archive the log of kb-prod beyond") == true,
            "\(record?.summary ?? "")")
        #expect(record?.summary.contains("within 30 min") == true)
        #expect(world.order == nil)
        // RDS is asked less and less often.
        #expect(world.performed.count < 150)
    }

    @Test func `RDS that cannot be asked about its log for a while is asked again, and a denial ends the drill`() {
        for (isTransient, verdict) in [(true, DrillVerdict.verified), (false, .failed)] {
            var isFirst = true
            let (record, _) = drill(in: { world in
                world.fault = { action, _ in
                    guard case .observeLog = action, isFirst else { return nil }
                    isFirst = false
                    return .actionFailed(
                        operation: "rds:DescribeDBInstances", reason: "no", isTransient: isTransient)
                }
            })
            #expect(record?.verdict == verdict)
        }
    }

    @Test func `a row that cannot be written ends the drill before anything is restored, with the grants`() {
        let (record, world) = drill(in: { world in
            world.fault = { action, _ in
                guard case .markAfter = action else { return nil }
                return .actionFailed(operation: "marker", reason: "permission denied", isTransient: false)
            }
        })
        #expect(record?.verdict == .failed)
        #expect(record?.problems.first?.hint?.hasSuffix("insert on \"drctl\".\"marker\" to \"kb_admin\";") == true)
        #expect(world.order == nil)
        #expect(record?.marking?.after == nil)
    }

    @Test func `a rehearsal says what would be written, and a machine that is told nothing more has written nothing`() {
        var machine = DrillMachine(DrillFixtures.marked())
        _ = machine.handle(.started, at: DrillFixtures.start)
        let actions = machine.handle(.factsGathered(DrillFixtures.markedFacts()), at: DrillFixtures.start)
        #expect(actions == [.markBefore(table: "drctl.marker")])
        let record = machine.rehearsal(at: DrillFixtures.start)
        #expect(record.verdict == .planned)
        #expect(
            record.summary.hasPrefix(
                "dry run: would write two rows to drctl.marker of kb-prod and restore the instant between them as"))
        #expect(record.summary.contains("run \(DrillFixtures.checksOfMarked) checks"), "\(record.summary)")
        #expect(record.marking == nil)
    }

    @Test(arguments: RedWay.allCases) func `a marked drill goes red in every way of the selftest`(way: RedWay) {
        let (record, world) = drill()
        #expect(record?.verdict == .verified)
        let request = DrillFixtures.marked()
        let answers = DrillSelftest.checks(request).map { way, check in
            CheckObservation(
                name: check.name, value: way == .missingTable ? nil : "7",
                error: way == .missingTable ? "no such table" : nil, milliseconds: 1)
        }
        let replayed = DrillSelftest.replay(
            way, request: request, log: world.events, findings: RedFindings(answers: answers, refusal: "refused"))
        #expect(replayed?.verdict == way.expected)
    }

    @Test func `another point in time is checked by the rows of earlier drills, and a snapshot is not`() throws {
        let instant = DrillFixtures.start - TimeSpan(1, .hours)
        var request = DrillFixtures.request(.pointInTime(instant)) { $0.marker = "drctl.marker" }
        let point = RecoveryPoint(kind: .pointInTime, snapshot: nil, time: instant, reason: "as asked")
        let names = CheckPlanner.plan(request, point: point, server: "15").map(\.name)
        #expect(names.contains("markers of earlier drills"))
        #expect(names.contains("markers of earlier drills: none after T"))
        #expect(!names.contains("marker before T"))
        var world = SimulatedWorld()
        world.copyValues = ["newest data": "2026-11-23 04:09:00+00"]
        world.sourceValues = [
            "markers of earlier drills": "3 2026-11-23 04:00:00.5+00", "markers of earlier drills: none after T": "1",
        ]
        for (copied, verdict) in [
            ("3 2026-11-23 04:00:00.5+00", DrillVerdict.verified), ("2 2026-11-22", .notVerified),
        ] {
            var (machine, world) = (DrillMachine(request), world)
            world.copyValues["markers of earlier drills"] = copied
            world.run(&machine)
            #expect(world.record?.verdict == verdict)
        }
        request.selection = .latestAutomated
        let snapshot = RecoveryPoint(kind: .automatedSnapshot, snapshot: "s", time: instant, reason: "")
        #expect(!CheckPlanner.plan(request, point: snapshot, server: "15").contains { $0.name.hasPrefix("marker") })
    }

    @Test func `the statements name the drill, and the later row needs the server's clock to be past the instant`() {
        let table = MarkerTable("drctl.marker")
        let drill = DrillID(rawValue: "it's-a-drill")
        #expect(
            table.insertion(before: drill) == """
                insert into "drctl"."marker" (drill, label, marked_at) \
                values ('it''s-a-drill', 'before', clock_timestamp()) on conflict (drill, label) do nothing
                """)
        #expect(
            table.insertion(after: DrillFixtures.start, of: drill) == """
                insert into "drctl"."marker" (drill, label, marked_at) select 'it''s-a-drill', 'after', \
                clock_timestamp() where clock_timestamp() > '2026-11-23T05:10:00Z'::timestamptz \
                on conflict (drill, label) do nothing
                """)
    }
}
