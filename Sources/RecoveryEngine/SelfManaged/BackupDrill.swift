package import RecoveryModel

/// A drill of a PostgreSQL outside RDS: what it has seen so far, and what that comes to. Whoever runs it says what
/// happened, with the time; it decides.
package struct BackupDrill: Sendable {
    package let request: DrillRequest
    /// Where the backups are.
    package let place: String
    /// The backup that is restored; nil until one was chosen.
    package private(set) var backup: DrilledBackup?
    /// The time up to which log was replayed; nil where no log is.
    private var reached: Instant?
    private var phases: [PhaseTiming] = []
    private var guards: [GuardFinding] = []
    private var results: [CheckResult] = []
    private var smoke: [CheckResult] = []
    private var answers: Answers?
    private var problems: [DrillProblem] = []
    private var leftovers: [Leftover] = []
    private var versions: [String: String] = [:]
    private var availableAt: Instant?
    private var verifiedAt: Instant?
    /// How it ended, where that is known before its end.
    private var early: (verdict: DrillVerdict, summary: String)?

    package init(_ request: DrillRequest, place: String) {
        self.request = request
        self.place = place
    }

    /// Begins a phase, and ends the one before it.
    package mutating func enter(_ phase: DrillPhase, at now: Instant) {
        endPhase(now)
        phases.append(PhaseTiming(phase: phase, startedAt: now))
    }

    private mutating func endPhase(_ now: Instant) {
        guard let last = phases.indices.last, phases[last].endedAt == nil else { return }
        phases[last].endedAt = now
    }

    /// The phase that it is in.
    package var phase: DrillPhase { phases.last?.phase ?? .preflight }

    /// Whether anything is left to do: false once it is decided.
    package var goesOn: Bool { early == nil }

    /// Notes the backup that is restored.
    package mutating func choose(_ backup: DrilledBackup) { self.backup = backup }

    /// The recovery point, as far as it is known; nil until a backup was chosen.
    package var point: RecoveryPoint? { backup?.point(reached: reached) }

    /// Ends it where no backup can be restored: that is no failure of the drill, but its result.
    package mutating func noBackup(_ reason: String) { decide(.notVerified, reason) }

    /// Notes what was found before anything was changed; one guard that refuses ends the drill.
    package mutating func guarded(_ findings: [GuardFinding]) {
        guards += findings
        if let first = findings.first(where: \.refuses) { decide(.refused, first.summary) }
    }

    /// Notes that the restored server is open.
    ///
    /// - Parameter lastCommit: The time of the last transaction that was replayed; nil where none was.
    package mutating func replayed(server: String, lastCommit: Instant?, at now: Instant) {
        availableAt = now
        versions["server"] = server
        guard case .stanza(let backup, let until)? = backup else { return }
        reached = lastCommit.map { max($0, backup.finishedAt) }
        let newest = lastCommit.map { "the last transaction of \($0.shown)" } ?? "no transaction after the backup"
        results.append(
            CheckResult(
                name: "log of the archive", origin: .builtIn, query: "pg_last_xact_replay_timestamp()", queryDigest: "",
                expected: until.map { "replayed until \($0.shown)" } ?? "replayed to its end", got: newest,
                milliseconds: 0, verdict: .passed))
    }

    /// Notes that all rows are in the scratch database, as the manifest counts them.
    package mutating func restored(server: String, at now: Instant) {
        availableAt = now
        versions["server"] = server
        guard let manifest = backup?.manifest else { return }
        results.append(
            CheckResult(
                name: "rows of the manifest", origin: .builtIn, query: "select count(*) from each table",
                queryDigest: "",
                expected: "\(CountText.number(manifest.rows)) in \(CountText.of(manifest.tables.count, "table"))",
                got: "\(CountText.number(manifest.rows)) in \(CountText.of(manifest.tables.count, "table"))",
                milliseconds: 0, verdict: .passed))
    }

    /// Judges what the restored database has answered.
    package mutating func answered(_ checks: [PlannedCheck], _ answers: Answers, at now: Instant) {
        self.answers = answers
        verifiedAt = now
        results =
            CheckJudge.judge(
                checks, source: nil, restored: answers, accepted: request.accepted ?? []) + results
        results += CheckPlanner.unaskedChecksums(request.checks)
        if let point {
            results += DamageJudge.results(request, point, checks, source: nil, restored: answers)
        }
    }

    /// Notes what the policy's command said of the restored database.
    package mutating func smoked(_ result: CheckResult) { smoke.append(result) }

    /// Notes a version of a program.
    package mutating func uses(_ program: String, _ version: String) { versions[program] = version }

    /// Ends it because something failed.
    ///
    /// - Parameter isOfBackup: True when the backup is what failed, and not the server or the network.
    package mutating func failed(_ operation: String, _ reason: String, isOfBackup: Bool) {
        problems.append(DrillProblem(phase: phase, operation: operation, reason: reason))
        decide(isOfBackup ? .notVerified : .failed, "\(operation): \(reason)")
    }

    /// Ends it because somebody stopped it.
    package mutating func interrupted() { decide(.interrupted, "interrupted during \(phase.rawValue)") }

    /// Notes a scratch database that could not be dropped: whatever else was found, it is what somebody has to know.
    package mutating func left(_ database: String, _ reason: String) {
        leftovers.append(Leftover(kind: .scratchDatabase, id: database))
        problems.append(DrillProblem(phase: .teardown, operation: "drop database", reason: reason))
    }

    /// Notes the folder of a scratch server that could not be deleted.
    package mutating func left(folder: String, _ reason: String) {
        leftovers.append(Leftover(kind: .scratchServer, id: folder))
        problems.append(DrillProblem(phase: .teardown, operation: "delete folder", reason: reason))
    }

    private mutating func decide(_ verdict: DrillVerdict, _ summary: String) {
        early = early ?? (verdict, summary)
    }
}

extension BackupDrill {
    /// The record of everything found so far.
    package func record(at now: Instant) -> DrillRecord {
        var drill = self
        drill.endPhase(now)
        let measured = drill.measured
        let (verdict, summary) = drill.judgement(measured)
        var record = DrillRecord(
            request: request, endedAt: now, verdict: verdict, summary: summary, objectives: measured)
        record.place = place
        record.recoveryPoint = point
        record.dataVerified = CheckJudge.isVerified(results)
        record.phases = drill.phases
        record.guards = guards
        record.profile = answers?[CheckName.dataProfile]?.value.flatMap(DataProfile.init(answer:))
        record.checks = results + smoke
        record.problems = problems
        record.leftovers = leftovers
        record.versions = versions
        return record
    }

    /// The record of a dry run that no guard refused.
    package func rehearsal(at now: Instant) -> DrillRecord {
        var record = record(at: now)
        guard goesOn else { return record }
        record.verdict = .planned
        let checks = backup.map { CheckPlanner.planOfBackup(request, $0, at: $0.point()).count } ?? 0
        record.summary =
            "dry run: would restore \(backup?.name ?? "") as \(request.target.id) and run \(CountText.of(checks, "check"))"
        return record
    }

    private var measured: MeasuredObjectives {
        var measured = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
        measured.rtoAvailable = availableAt.map { $0.milliseconds - request.startedAt.milliseconds }
        guard let verifiedAt, let backup, let point else { return measured }
        measured.rtoVerified = verifiedAt.milliseconds - request.startedAt.milliseconds
        let failure = if case .pointInTime(let instant) = request.selection { instant } else { request.startedAt }
        // Of a dump, every row of the snapshot was counted in the source and in the copy. Of a log, a server that was told to
        // stop at a time opens only where it has seen a transaction after it.
        measured.rpoRealised = max(0, failure.milliseconds - point.time.milliseconds)
        measured.rpoBasis = backup.basis
        return measured
    }

    private func judgement(_ measured: MeasuredObjectives) -> (DrillVerdict, String) {
        if let first = leftovers.first { return (.cleanupFailed, "not deleted: \(first.shown)") }
        if let early { return early }
        let bad = (results + smoke).filter { $0.verdict == .failed || $0.verdict == .errored }
        if let first = bad.first {
            let more = bad.count > 1 ? " and \(CountText.of(bad.count - 1, "more check"))" : ""
            let gap = "expected \(first.expected), got \(first.got ?? "nothing")"
            return (.notVerified, "\(first.name)\(more) did not pass: \(first.detail ?? gap)")
        }
        guard CheckJudge.isVerified(results) else { return (.notVerified, "no check of the policy verified any data") }
        if measured.rtoMet == false, let took = measured.rtoVerified {
            return (.objectiveBreached, "recovery took \(excess(took, over: request.rto, "RTO"))")
        }
        if measured.rpoMet == false, let lost = measured.rpoRealised {
            return (.objectiveBreached, "the data loss would be \(excess(lost, over: request.rpo, "RPO"))")
        }
        return (.verified, "restored, verified and deleted")
    }

    private func excess(_ measured: Int, over target: Int, _ objective: String) -> String {
        "\(ElapsedText.of(milliseconds: measured)), \(ElapsedText.of(milliseconds: measured - target)) "
            + "more than the \(objective) of \(ElapsedText.of(milliseconds: target))"
    }
}
