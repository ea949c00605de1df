package import RecoveryModel

extension DrillMachine {
    /// The record of everything found so far.
    package func record(at now: Instant) -> DrillRecord {
        let measured = measuredObjectives
        let (verdict, summary) = judgement(measured)
        var record = DrillRecord(
            request: request, endedAt: now, verdict: verdict, summary: summary, objectives: measured)
        record.caller = facts?.caller
        record.sourceARN = facts?.source?.arn
        record.recoveryPoint = point
        record.marking = marking
        record.dataVerified = CheckJudge.isVerified(results)
        record.phases = phases
        record.guards = guards
        // The source's figures are judged, and nothing later compares with them.
        record.baseline = sourceAnswers
        record.baseline?.observations.removeAll { $0.name == CheckName.dataProfile }
        record.profile = copyAnswers?[CheckName.dataProfile]?.value.flatMap(DataProfile.init(answer:))
        record.checks = everyResult
        record.fidelity = fidelity
        record.problems = problems
        record.leftovers = leftovers
        record.calls = calls
        record.warming = warming
        record.versions["psql"] = facts?.clientVersion
        record.versions["server"] = serverVersion
        record.recovery = request.mission.map(outcome)
        if let order {
            record.estimatedCost = cost(order, milliseconds: now.milliseconds - request.startedAt.milliseconds)
        }
        return record
    }

    /// All members of a recovered cluster, or the one instance of a drill; nil when one of them has no known price.
    private func cost(_ order: RestoreOrder, milliseconds: Int) -> Double? {
        let classes = order.cluster?.members?.map(\.instanceClass) ?? [order.instanceClass]
        var storage = facts?.source?.allocatedStorage
        var sum = 0.0
        for instanceClass in classes {
            guard
                let cost = DrillCost.estimate(
                    instanceClass: instanceClass, storageGiB: storage, capacity: order.cluster?.capacity,
                    milliseconds: milliseconds)
            else { return nil }
            sum += cost
            // They share their storage.
            if storage != nil { storage = 0 }
        }
        return sum
    }

    /// The record of a dry run that passed preflight: what the drill would have done.
    package func rehearsal(at now: Instant) -> DrillRecord {
        var record = record(at: now)
        let cost = guards.first { $0.id == "budget" }.map { ", \($0.summary)" } ?? ""
        record.verdict = .planned
        let place = request.elsewhere.map { " in \($0)" } ?? ""
        record.summary =
            "\(request.mission == nil ? "dry run: " : "")would \(intention)\(place) as \(request.target.id) and run "
            + "\(CountText.of(checksToAsk(now), "check"))\(cost)\(switchIntention)"
        return record
    }

    private var intention: String {
        if let point { return "restore \(point.snapshot ?? point.time.shown)" }
        if let arn = request.sharedSnapshot { return "copy \(arn) and restore it" }
        guard let table = tableToMark else { return "take a snapshot and restore it" }
        return "write two rows to \(table) of \(request.source) and restore the instant between them"
    }

    private var tableToMark: String? { request.selection == .marked ? request.marker : nil }

    /// The number of checks, also when the recovery point does not exist yet.
    private func checksToAsk(_ now: Instant) -> Int {
        guard point == nil else { return checks.count }
        let marking = tableToMark.map { Marking(table: $0, before: "", instant: now, restorableThen: now) }
        let point = RecoveryPoint(
            kind: marking == nil ? .manualSnapshot : .pointInTime, snapshot: nil, time: now, reason: "")
        let server = facts?.source?.engineVersion ?? ""
        return CheckPlanner.plan(request, point: point, marking: marking, server: server).count
    }

    /// Who recovers from another account's snapshot copies it too.
    private var exemptible: [PhaseTiming] {
        request.sharedSnapshot == nil ? phases : phases.filter { $0.phase != .snapshot }
    }

    private var measuredObjectives: MeasuredObjectives {
        var measured = MeasuredObjectives(rtoTarget: request.rto, rpoTarget: request.rpo)
        // A restore that AWS Backup made took its time before the drill began.
        let before = request.adopted?.milliseconds ?? 0
        measured.rtoAvailable = availableAt.map {
            before + ObjectiveMeasurement.recoveryTime(from: request.startedAt, until: $0, phases: exemptible)
        }
        guard let verifiedAt, let point else { return measured }
        measured.rtoVerified =
            before
            + ObjectiveMeasurement.recoveryTime(from: request.startedAt, until: verifiedAt, phases: exemptible)
        measured.rtoWarmed = warmedAt.map {
            before + ObjectiveMeasurement.recoveryTime(from: request.startedAt, until: $0, phases: exemptible)
        }
        if let marking {
            let lost = marking.instant.milliseconds - marking.restorableThen.milliseconds
            (measured.rpoRealised, measured.rpoBasis) = (max(0, lost), .shippedLog)
            return measured
        }
        let newest = copyAnswers?[CheckName.newestData]?.value.flatMap(DatabaseTime.instant)
        let realised = ObjectiveMeasurement.recoveryPoint(
            point, failure: failureTime(point), checks: checks, results: results, newestData: newest)
        measured.rpoRealised = realised.milliseconds
        measured.rpoBasis = realised.basis
        return measured
    }

    /// The moment at which the disaster is assumed: the drill's start, or the requested instant.
    func failureTime(_ point: RecoveryPoint) -> Instant {
        if case .pointInTime(let instant) = request.selection { return instant }
        return request.startedAt
    }

    private func judgement(_ measured: MeasuredObjectives) -> (DrillVerdict, String) {
        if !leftovers.isEmpty {
            let ids = leftovers.map { $0.id + ($0.region.map { " in \($0)" } ?? "") }.joined(separator: ", ")
            let costs = leftovers.compactMap(\.costPerDay)
            let price = costs.isEmpty ? "" : ", about \(Dollars.text(costs.reduce(0, +))) per day"
            return (.cleanupFailed, "not deleted: \(ids)\(price)")
        }
        if let early { return early }
        let bad = everyResult.filter { $0.verdict == .failed || $0.verdict == .errored }
        if let first = bad.first {
            let more = bad.count > 1 ? " and \(CountText.of(bad.count - 1, "more check"))" : ""
            return (.notVerified, "\(first.name)\(more) did not pass: \(first.detail ?? gap(first))")
        }
        guard CheckJudge.isVerified(results) else { return (.notVerified, "no check of the policy verified any data") }
        if request.mission != nil, !fidelity.isEmpty {
            let names = CountText.list(fidelity.map(\.setting))
            return (.notVerified, "the data is verified, and these settings are not production's: \(names)")
        }
        if measured.rtoMet == false, let took = measured.rtoVerified {
            return (.objectiveBreached, "recovery took \(excess(took, over: request.rto, "RTO"))")
        }
        if measured.rpoMet == false, let lost = measured.rpoRealised {
            return (.objectiveBreached, "the data loss would be \(excess(lost, over: request.rpo, "RPO"))")
        }
        if request.adopted != nil { return (.verified, "restored by AWS Backup, and verified") }
        return (.verified, request.mission == nil ? "restored, verified and deleted" : recoveredSummary)
    }

    /// The excess is named too, since both times can read alike once rounded.
    private func excess(_ measured: Int, over target: Int, _ objective: String) -> String {
        "\(ElapsedText.of(milliseconds: measured)), \(ElapsedText.of(milliseconds: measured - target)) "
            + "more than the \(objective) of \(ElapsedText.of(milliseconds: target))"
    }

    /// The checks of the data first, then those of what depends on it.
    var everyResult: [CheckResult] { results + warmingResults + secretResults + smokeResults }

    private func gap(_ result: CheckResult) -> String { "expected \(result.expected), got \(result.got ?? "nothing")" }
}
