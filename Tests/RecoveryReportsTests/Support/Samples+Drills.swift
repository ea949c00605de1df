import AWSNames
import Digests
import RecoveryModel
import RecoveryReports
import Testing

extension Samples {
    /// A chain whose records but one are missing.
    private var damaged: ChainVerification {
        EvidenceChain(policy: "orders", links: [.init(sequence: 2, bytes: [])], head: nil)
            .verification(by: .nobody, at: Instant(seconds: 0))
    }

    private var start: Instant { Instant(seconds: 1_795_410_600) }

    private func request(_ change: (inout DrillRequest) -> Void = { _ in }) throws -> DrillRequest {
        var request = DrillRequest(
            id: DrillID(rawValue: "knowledge-base-20261123T051000Z-4f2a\(mark)"), policy: "knowledge-base\(mark)",
            policyDigest: SHA256.hex("policy"),
            scope: DrillScope(account: try #require(AccountID("123456789012")), region: Region("us-east-1")),
            startedAt: start, source: "kb-prod\(mark)", protected: ["kb-prod"], selection: .latestAutomated,
            target: DrillTarget(
                id: "drctl-drill-kb-prod-20261123051000-4f2a", subnetGroup: "dr-drill", securityGroups: ["sg-drill"]),
            rto: 4 * 3_600_000, rpo: 24 * 3_600_000, deadline: 4 * 3_600_000, checks: [],
            expires: start + TimeSpan(1, .days))
        change(&request)
        return request
    }

    private func phases(_ lengths: [(DrillPhase, Int)]) -> [PhaseTiming] {
        var now = start
        return lengths.map { phase, seconds in
            let began = now
            now = now.adding(seconds: Double(seconds))
            return PhaseTiming(phase: phase, startedAt: began, endedAt: now)
        }
    }

    private func check(
        _ name: String, _ expected: String, _ got: String?, _ verdict: CheckResult.Verdict,
        _ origin: PlannedCheck.Origin = .policy, detail: String? = nil
    ) -> CheckResult {
        CheckResult(
            name: "\(name)\(mark)", origin: origin, query: "select count(*) from \"entries\"\(mark)",
            queryDigest: SHA256.hex(name), expected: "\(expected)\(mark)", got: got.map { "\($0)\(mark)" },
            milliseconds: 1_250, verdict: verdict, detail: detail.map { "\($0)\(mark)" })
    }

    /// Everything went well, at night, from a snapshot, with every page read.
    func verifiedDrill() throws -> DrillRecord {
        let request = try request()
        let phases = phases([
            (.preflight, 4), (.baseline, 21), (.restore, 1_620), (.connect, 6), (.verify, 74), (.warm, 410),
            (.fidelity, 1), (.secrets, 2), (.smoke, 9), (.teardown, 190),
        ])
        var objectives = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
        objectives.rtoAvailable = 1_624_000
        objectives.rtoVerified = 1_704_000
        objectives.rtoWarmed = 2_114_000
        objectives.rpoRealised = 11_100_000
        objectives.rpoBasis = .comparedData
        var record = DrillRecord(
            request: request, endedAt: phases.last?.endedAt ?? start, verdict: .verified,
            summary: "restored, verified and deleted", objectives: objectives)
        record.dataVerified = true
        record.caller = "arn:aws:sts::123456789012:assumed-role/drill/nightly\(mark)"
        record.recoveryPoint = RecoveryPoint(
            kind: .automatedSnapshot, snapshot: "rds:kb-prod-2026-11-23-02-05\(mark)",
            time: start - TimeSpan(3, .hours), reason: "the newest automated snapshot")
        record.phases = phases
        record.guards = [
            GuardFinding("source-exists", .met, "kb-prod\(mark): postgres 15.18"),
            GuardFinding("quota", .warned, "the instance quota could not be read\(mark)"),
        ]
        record.baseline = Answers(
            takenAt: start,
            observations: [.init(name: CheckName.databaseSize, value: "52428800", error: nil, milliseconds: 3)])
        record.checks = [
            check("entries", "120000", "120000", .passed), check("authors", "200", "200", .passed),
            check(
                "tables and columns", "31 \(SHA256.hex("new"))", "30 \(SHA256.hex("old"))", .warned, .builtIn,
                detail: "the source was migrated after the recovery point: run the migrations after a restore"),
            check("indexes not valid", "0", "0", .passed, .builtIn),
        ]
        var warming = Warming(method: .prewarm)
        (warming.relations, warming.bytes, warming.milliseconds) = (27, 52_428_800, 409_000)
        record.warming = warming
        record.fidelity = [
            FidelityFinding(
                setting: "MasterUserSecret", source: "yes", restored: "no", impact: .breaksClients,
                remedy: "a managed secret is not restored: create a new one and update the applications\(mark)"),
            FidelityFinding(
                setting: "MultiAZ", source: "yes", restored: "no", impact: .losesProtection,
                remedy: "modify the instance after the restore"),
        ]
        record.calls = [
            ChangingCall(
                operation: "rds:RestoreDBInstanceFromDBSnapshot", resource: request.target.id,
                requestID: "7b1c2a34-5d6e-4f70-8192-a3b4c5d6e7f8"),
            ChangingCall(
                operation: "rds:DeleteDBInstance", resource: request.target.id,
                requestID: "9d2e\(mark)", error: "InvalidDBInstanceState"),
        ]
        record.estimatedCost = 0.0771
        record.versions = ["drctl": "0.1.0", "psql": "15.18", "server": "15.18"]
        return record
    }

    /// Of the instant between two rows of its own, for which it waited.
    func markedDrill() throws -> DrillRecord {
        var record = try verifiedDrill()
        var marking = Marking(
            table: "drctl.marker\(mark)", before: "2026-11-23 05:10:03.123456+00",
            instant: start + TimeSpan(4, .seconds),
            restorableThen: start - TimeSpan(241, .seconds))
        marking.after = "2026-11-23 05:10:04.006789+00"
        record.marking = marking
        record.recoveryPoint = RecoveryPoint(
            kind: .pointInTime, snapshot: nil, time: marking.instant, reason: "now, between the drill's two marker rows"
        )
        record.phases = phases([
            (.preflight, 3), (.mark, 1), (.baseline, 21), (.ship, 284), (.restore, 1_620), (.connect, 6),
            (.verify, 74), (.fidelity, 1), (.teardown, 190),
        ])
        record.endedAt = record.phases.last?.endedAt ?? start
        (record.warming, record.calls) = (nil, [])
        record.objectives.rtoWarmed = nil
        record.objectives.rpoRealised = 245_000
        record.objectives.rpoBasis = .shippedLog
        record.checks = [
            check("marker before T", "1 \(marking.before)", "1 \(marking.before)", .passed),
            check("marker after T", "0", "0", .passed),
        ]
        return record
    }

    /// To just before an event, with rows missing, and something left.
    func failedDrill() throws -> DrillRecord {
        let event = SourceEvent(
            origin: .cloudTrail, id: "3f2b8c1e-0d4a-4b7c-9e5f-112233445566", name: "ModifyDBInstance",
            at: start - TimeSpan(2, .hours), author: "jo\(mark)")
        let request = try request {
            $0.selection = .pointInTime(event.at)
            $0.event = event
        }
        let phases = phases([
            (.preflight, 3), (.baseline, 4), (.restore, 15_700), (.connect, 2), (.verify, 31), (.teardown, 1_800),
        ])
        var objectives = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
        objectives.rtoAvailable = 15_703_000
        objectives.rtoVerified = 15_736_000
        objectives.rpoRealised = 0
        objectives.rpoBasis = .newestRow
        var record = DrillRecord(
            request: request, endedAt: phases.last?.endedAt ?? start, verdict: .cleanupFailed,
            summary: "not deleted: \(request.target.id), about 4.85 USD per day\(mark)", objectives: objectives)
        record.recoveryPoint = RecoveryPoint(
            kind: .pointInTime, snapshot: nil, time: event.at, reason: "just before \(event)")
        record.phases = phases
        record.checks = [
            check("entries", "120000", "119873", .failed),
            check("search", "at least 1", nil, .errored, detail: "relation \"entries\" does not exist [42P01]"),
        ]
        record.problems = [
            DrillProblem(
                phase: .teardown, operation: "rds:DeleteDBInstance", reason: "AccessDenied: not authorised\(mark)",
                hint: "see drctl iam drill")
        ]
        record.leftovers = [Leftover(kind: .instance, id: request.target.id, costPerDay: 4.8504)]
        return record
    }

    /// What drills and their evidence come to, by name.
    func drills() throws -> [(name: String, result: any Renderable)] {
        let (verified, failed) = (try verifiedDrill(), try failedDrill())
        let earlier = (1...3).map { index in
            var record = verified
            record.startedAt = start - TimeSpan(index, .days)
            record.objectives.rtoVerified = 1_000_000 + index * 200_000
            record.baseline?.observations[0].value = "\(index * 10_737_418_240)"
            return record
        }
        var cleanup = DrillCleanupReport()
        cleanup.removed = [Leftover(kind: .instance, id: "drctl-drill-a\(mark)", costPerDay: 4.85)]
        cleanup.kept = [
            .init(
                leftover: Leftover(kind: .snapshot, id: "drctl-drill-b-snap"), reason: "not expired yet\(mark)",
                isFailure: false)
        ]
        var orphan = InstanceFacts(
            id: "drctl-drill-a\(mark)", arn: "a", status: "available", engine: "postgres", engineVersion: "15.18",
            instanceClass: "db.t4g.medium")
        orphan.tags = [DrillTag.drill: "kb\(mark)", DrillTag.expires: "2026-11-24T05:10:00Z"]
        var source = orphan
        source.id = "kb-prod\(mark)"
        source.backupRetentionDays = 7
        source.latestRestorable = start
        let window = RestorableWindow(of: source)
        return [
            ("runbook", runbook), ("runbook-check", staleRunbook),
            ("drill-verified", verified), ("drill-marked", try markedDrill()), ("drill-failed", failed),
            ("apply-history", pastApplies(showing: nil)), ("apply-shown", pastApplies(showing: 2)),
            ("drill-history", DrillHistory(earlier + [failed], of: [failed.policy, "never-drilled"])),
            ("drill-history-empty", DrillHistory([])),
            (
                "drill-selftest",
                SelftestReport(
                    drill: verified.drill, verdict: .verified,
                    lines: [
                        .init(
                            way: "missingTable", expected: .notVerified, expectedExit: 3, got: .notVerified,
                            summary: "missing table\(mark)"),
                        .init(
                            way: "rowsAfterT", expected: .notVerified, expectedExit: 3, got: nil,
                            summary: "the policy has no check with `until`"),
                        .init(
                            way: "failedTeardown", expected: .cleanupFailed, expectedExit: 6, got: .verified,
                            summary: "restored, verified and deleted"),
                    ])
            ),
            ("drill-series", try drillSeries()), ("drill-series-current", try currentSeries()),
            ("pitr-windows", try windows(window)), ("drill-cleanup", cleanup),
            (
                "drill-status",
                DrillStatus(
                    unfinished: [.init(drill: verified.drill, phase: .restore)], instances: [.init(orphan)],
                    unreadable: [DrillID(rawValue: "torn\(mark)")])
            ),
            (
                "drill-status-running",
                DrillStatus(
                    unfinished: [
                        .init(
                            drill: DrillID(rawValue: orphan.tags[DrillTag.drill] ?? ""), phase: .verify, state: .running
                        )
                    ],
                    instances: [.init(orphan)])
            ),
            ("drill-status-clean", DrillStatus(unfinished: [], instances: [])),
            (
                "recovery-status",
                RecoveryStatus(
                    [
                        recovering(0, "kb-prod\(mark)", .stopped), recovering(60, "kb-old", .running),
                        recovering(-60, "kb-new", .over),
                    ], unreadable: [DrillID(rawValue: "torn\(mark)")])
            ),
            ("recovery-status-running", RecoveryStatus([recovering(0, "kb-prod", .running)])),
            ("recovery-status-clean", RecoveryStatus([])),
            ("restore-tests", RestoreTestList(states: restoreTests)),
            ("restore-tests-none", RestoreTestList(states: [])),
            (
                "evidence-list",
                EvidenceListing(
                    [
                        .init(policy: "knowledge-base\(mark)", sequence: 1, record: verified),
                        .init(policy: "knowledge-base\(mark)", sequence: 2, record: failed),
                        .init(policy: "knowledge-base\(mark)", sequence: 3, record: try recovery()),
                    ],
                    alarmTests: [.init(policy: "knowledge-base\(mark)", sequence: 4, record: alarmTest)],
                    chains: [damaged])
            ),
            (
                "evidence-verification",
                EvidenceVerification([
                    .init(
                        policy: "knowledge-base\(mark)", records: 2, newest: start, findings: [],
                        checksSignatures: true, isAnchored: true, firstSigned: 1),
                    .init(
                        policy: "invoices", records: 1, newest: start, findings: [], checksSignatures: false,
                        isAnchored: false),
                    damaged,
                ])
            ),
            ("pitr-window", window), ("recovery", try recovery()), ("recovery-failed", try failedRecovery()),
            ("recovery-rollback", try rollback()), ("inventory-list", try inventories()),
            ("inventory", try inventoried()), ("objectives", try objectivesReport()),
            (
                "pitr-advice",
                PITRAdvice(
                    window: window, now: start, target: start, snapshot: nil,
                    steps: [
                        .init(
                            question: "Is it the right instant?", answer: "prove it\(mark)",
                            commands: ["drctl drill run --at \(start)\(mark)"]),
                        .init(
                            question: "Without drctl?", answer: "restore beside it",
                            commands: [
                                "aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier kb-prod "
                                    + "--target-db-instance-identifier kb-prod-recovered --multi-az --tags "
                                    + "'Key=owner,Value=the team of the knowledge base and whoever helps it'"
                            ]),
                    ])
            ),
        ]
    }

    private static let applied = Instant(seconds: 1_795_000_000)

    /// A finished apply, one that was killed, and one whose record cannot be read.
    private func pastApplies(showing number: Int?) -> ApplyHistory {
        func past(_ seconds: Double) -> PastApply {
            var past = PastApply(policy: "knowledge-base\(mark)", file: ".drctl/applies/a\(mark).jsonl", problem: nil)
            (past.account, past.region) = ("123456789012", "us-east-1")
            (past.at, past.caller) = (
                Self.applied.adding(seconds: seconds), "arn:aws:iam::123456789012:user/deploy\(mark)"
            )
            past.planned = 3
            past.steps = plan.steps.prefix(2).enumerated().map { index, step in
                PastApply.Step(
                    number: index + 1, change: step.facts.line, begunAt: Self.applied.adding(seconds: seconds),
                    call: .object(["bucket": .object(["before": .null, "after": .string("x\(mark)")])]))
            }
            return past
        }
        var (done, killed) = (past(0), past(60))
        for index in done.steps.indices { done.steps[index].outcome = "done" }
        killed.steps[0].outcome = "failed"
        killed.steps[0].reason = "AccessDenied\(mark)"
        let damaged = PastApply(
            policy: "knowledge-base", file: ".drctl/applies/b\(mark).jsonl",
            problem: "its first line is not that of a journal")
        return ApplyHistory([killed, done, damaged], showing: number.map { $0 + 1 })
    }
}

extension Samples {
    private func candidate(_ database: String?, proven: Instant? = nil) throws -> DrillCandidate {
        DrillCandidate(
            policy: "knowledge-base\(mark)",
            scope: DrillScope(account: try #require(AccountID("123456789012")), region: Region("us-east-1")),
            database: database.map { $0 + mark }, kind: .instance, proven: proven)
    }

    /// One of each outcome.
    func drillSeries() throws -> DrillSeries {
        let (verified, failed) = (try verifiedDrill(), try failedDrill())
        var series = DrillSeries(
            id: "series-20261123T051000Z-4f2a", startedAt: start, endedAt: start + TimeSpan(1, .hours),
            entries: [
                .init(try candidate("kb-prod"), .drilled(verified)),
                .init(try candidate("kb-orders", proven: start - TimeSpan(100, .days)), .drilled(failed)),
                .init(
                    try candidate("kb-search"),
                    .failed(RunFailure("secret kb\(mark) was not found", hint: "name it with --secret"), exitCode: 1)),
                .init(try candidate("kb-late"), .failed(RunFailure("stopped before it began"), exitCode: 130)),
                .init(try candidate(nil), .failed(RunFailure("AccessDenied\(mark)"), exitCode: 77)),
                .init(
                    try candidate("kb-fresh", proven: start - TimeSpan(2, .days)),
                    .current(until: start + TimeSpan(88, .days))),
                .init(try candidate("kb-once", proven: start - TimeSpan(2, .days)), .current(until: nil)),
                .init(try candidate("kb-mysql"), .waived(until: "2027-01-31")),
            ])
        series.problems = ["failed to notify topic alerts\(mark): AccessDenied"]
        return series
    }

    /// Nothing is due.
    func currentSeries() throws -> DrillSeries {
        DrillSeries(
            id: "series-20261123T051000Z-4f2b", startedAt: start, endedAt: start,
            entries: [.init(try candidate("kb-fresh", proven: start), .current(until: start + TimeSpan(90, .days)))])
    }

    /// One that is open, one that is closed, one that is not known.
    func windows(_ open: RestorableWindow) throws -> RestorableWindows {
        let target = try candidate(nil).target
        var closed = open
        (closed.instance, closed.retentionDays, closed.latest) = ("kb-staging\(mark)", 0, nil)
        return RestorableWindows([
            .init(target, open.instance, .known(open)), .init(target, closed.instance, .known(closed)),
            .init(target, "kb-gone\(mark)", .failed(RunFailure("instance kb-gone\(mark) not found in us-east-1"))),
        ])
    }
}

/// A database of each outcome.
private var restoreTests: [RestoreTestState] {
    let outcomes: [(RestoreTestState.Outcome, String, String?)] = [
        (.proven, "COMPLETED", "SUCCESSFUL"), (.unvalidated, "COMPLETED", nil), (.running, "RUNNING", nil),
        (.failed, "COMPLETED", "TIMED_OUT"), (.failed, "FAILED", nil),
        (.unknown, "FAILED", nil),
    ]
    return outcomes.enumerated().map { index, one in
        var job = RestoreTestJob(
            id: "1A2B3C4D-\(index)", status: one.1,
            recoveryPoint: "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:1",
            startedAt: Instant(seconds: 1_795_410_600))
        job.validation = one.2
        if one.1 == "FAILED" { job.message = "The key is disabled" }
        return RestoreTestState(
            database: ResourceReference(index == 1 ? .cluster : .database, "kb-\(index)"), outcome: one.0, job: job)
    } + [RestoreTestState(database: ResourceReference(.database, "kb-silent"), outcome: .missing, job: nil)]
}
