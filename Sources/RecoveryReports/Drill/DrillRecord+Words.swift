import RecoveryModel

extension DrillVerdict {
    /// The verdict for people, in capitals.
    var word: String {
        switch self {
        case .verified: "VERIFIED"
        case .notVerified: "NOT VERIFIED"
        case .objectiveBreached: "OBJECTIVE MISSED"
        case .failed: "FAILED"
        case .refused: "REFUSED"
        case .cleanupFailed: "CLEANUP FAILED"
        case .interrupted: "INTERRUPTED"
        case .planned: "PLANNED"
        }
    }

    var role: TextRole {
        switch self {
        case .verified, .planned: .good
        case .interrupted, .refused: .unsure
        default: .bad
        }
    }

    /// The CSS class of the verdict.
    var style: String {
        switch self {
        case .verified, .planned: "compliant"
        case .refused: "incomplete"
        default: "violated"
        }
    }
}

extension DrillRecord {
    /// What became of the recovery point: a dry run, or a drill that ended early, restored nothing.
    var pointLabel: String {
        guard recoveryPoint != nil else { return "Recovery point" }
        if verdict == .planned { return "To restore" }
        if objectives.rtoAvailable != nil { return "Restored" }
        let isUnderWay = calls.contains { $0.error == nil && $0.operation.contains(":RestoreDB") }
        return isUnderWay ? "Chosen, restore not finished" : "Chosen, not restored"
    }

    /// Where the source is, or the backups of one outside RDS.
    var whereabouts: String { place.map { "from \($0)" } ?? "in account \(scope.account), \(scope.region)" }

    /// The recovery point, with the time of its data.
    var point: String {
        guard let recoveryPoint else { return "none" }
        let copied =
            recoveryPoint.region.map { ", copied to \($0)" } ?? recoveryPoint.original.map { ", a copy of \($0)" } ?? ""
        if recoveryPoint.kind == .backup {
            return "backup \(recoveryPoint.snapshot ?? ""), data as of \(recoveryPoint.time.shown)"
        }
        let what = recoveryPoint.kind == .vaulted ? "recovery point" : "snapshot"
        let place = recoveryPoint.snapshot.map { "\(what) \($0)\(copied), data as of " } ?? "point in time "
        return place + recoveryPoint.time.shown + (event.map { ", just before \($0)" } ?? "")
    }

    /// The phases with their length and their start after the drill's, in milliseconds.
    var timeline: [(phase: String, milliseconds: Int, startsAt: Int)] {
        phases.map { ($0.phase.rawValue, $0.milliseconds, $0.startedAt.milliseconds - startedAt.milliseconds) }
    }

    var totalMilliseconds: Int { max(1, endedAt.milliseconds - startedAt.milliseconds) }

    var failedChecks: [CheckResult] { checks.filter { $0.verdict == .failed || $0.verdict == .errored } }
    var warnedChecks: [CheckResult] { checks.filter { $0.verdict == .warned } }

    /// The number of accepted risks after the other counts, if there are any.
    var acceptedShown: String { count(.accepted) == 0 ? "" : ", \(count(.accepted)) accepted" }

    func count(_ verdict: CheckResult.Verdict) -> Int { checks.count { $0.verdict == verdict } }

    /// The next steps.
    var advice: [(command: String?, reason: String)] {
        if let recovery { return recoveryAdvice(recovery) }
        return switch verdict {
        case .verified: []
        case .planned: [("drctl drill run", "to execute it")]
        case .cleanupFailed: [("drctl drill cleanup", "to delete the remaining resources once AWS allows it")]
        case .refused: [(nil, "fix the guards that refused, as hinted below; nothing was changed")]
        case .interrupted: [("drctl drill run", "to start over; everything of this drill was deleted")]
        case .notVerified: [(nil, "treat the backups as unrecoverable until a drill verifies them")]
        case .objectiveBreached: [(nil, "shorten the recovery, or agree on other objectives")]
        case .failed: [("drctl drill run", "to try again; everything of this drill was deleted")]
        }
    }

    /// The time until every page was read, if requested; the verdict does not depend on it.
    private var warmed: [(name: String, measured: String, target: String, met: Bool?)] {
        objectives.rtoWarmed.map { time in
            [
                (
                    "RTO, every page read", ElapsedText.of(milliseconds: time),
                    ElapsedText.of(milliseconds: objectives.rtoTarget), time <= objectives.rtoTarget
                )
            ]
        } ?? []
    }

    /// The measured times with their objectives, for people.
    var measures: [(name: String, measured: String, target: String, met: Bool?)] {
        [
            (
                "RTO, data verified", objectives.rtoVerified.map { ElapsedText.of(milliseconds: $0) } ?? "not measured",
                ElapsedText.of(milliseconds: objectives.rtoTarget), objectives.rtoMet
            ),
            (
                "RTO, instance available",
                objectives.rtoAvailable.map { ElapsedText.of(milliseconds: $0) } ?? "not measured",
                ElapsedText.of(milliseconds: objectives.rtoTarget),
                objectives.rtoAvailable.map { $0 <= objectives.rtoTarget }
            ),
        ] + warmed + [
            (
                "RPO", objectives.rpoRealised.map { ElapsedText.of(milliseconds: $0) } ?? "not measured",
                ElapsedText.of(milliseconds: objectives.rpoTarget), objectives.rpoMet
            )
        ]
    }
}

extension MeasuredObjectives.Basis {
    /// The evidence in words, after `the RPO is based on`.
    var words: String {
        switch self {
        case .comparedData: "counts and checksums that agree with the source up to the recovery point"
        case .newestRow: "the newest row found"
        case .recoveryPoint: "the time that RDS reports for the recovery point"
        case .replayedLog: "the archived log that was replayed"
        case .shippedLog: "the log that RDS had archived at the instant; the drill waited for the rest"
        }
    }
}

extension Marking {
    /// The rows that were written, for people, after `marker rows`.
    var sentence: String {
        "written to \(table) of the source: one at \(before)" + (after.map { " and one at \($0)" } ?? "")
    }
}

extension Warming {
    /// What was read and how long it took, for people.
    var sentence: String {
        let how = method == .prewarm ? "by pg_prewarm" : "by sequential scan"
        let unread = failures.isEmpty ? "" : "; \(failures.count) could not be read"
        return
            "\(ByteCount(bytes: bytes).shown) in \(CountText.number(relations)) tables and indexes were read \(how) in "
            + "\(ElapsedText.of(milliseconds: milliseconds))\(unread)\(remark.map { "; \($0)" } ?? "")"
    }
}
