import RecoveryModel

extension DrillVerdict {
    /// For people, in capitals.
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

    /// The class of the page's style.
    var style: String {
        switch self {
        case .verified, .planned: "compliant"
        case .refused: "incomplete"
        default: "violated"
        }
    }
}

extension DrillRecord {
    var point: String {
        guard let recoveryPoint else { return "none" }
        let copied = recoveryPoint.region.map { ", a copy in \($0)" } ?? ""
        let place = recoveryPoint.snapshot.map { "\($0)\(copied), data of " } ?? "point in time "
        return place + recoveryPoint.time.description + (event.map { ", just before \($0)" } ?? "")
    }

    /// Phases as people read them: name, length, share of the whole.
    var timeline: [(phase: String, milliseconds: Int, startsAt: Int)] {
        phases.map { ($0.phase.rawValue, $0.milliseconds, $0.startedAt.milliseconds - startedAt.milliseconds) }
    }

    var totalMilliseconds: Int { max(1, endedAt.milliseconds - startedAt.milliseconds) }

    var failedChecks: [CheckResult] { checks.filter { $0.verdict == .failed || $0.verdict == .errored } }
    var warnedChecks: [CheckResult] { checks.filter { $0.verdict == .warned } }

    func count(_ verdict: CheckResult.Verdict) -> Int { checks.count { $0.verdict == verdict } }

    /// What to do now.
    var advice: [(command: String?, reason: String)] {
        switch verdict {
        case .verified: []
        case .planned: [("drctl drill run", "does what is shown")]
        case .cleanupFailed: [("drctl drill cleanup", "removes what is left, as soon as AWS lets it")]
        case .refused: [(nil, "mend what refused, as hinted below; nothing was changed")]
        case .interrupted: [("drctl drill run", "begins anew; nothing of this drill is left")]
        case .notVerified: [(nil, "treat the backups as not recoverable until a drill verifies them")]
        case .objectiveBreached: [(nil, "shorten recovery, or agree on other objectives")]
        case .failed: [("drctl drill run", "tries again; nothing of this drill is left")]
        }
    }

    /// Only where it was asked for: the verdict does not stand on it.
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

    /// Measured against agreed, for people.
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
    /// For people, after `stands on`.
    var words: String {
        switch self {
        case .comparedData: "counts and checksums that agree with the source's until then"
        case .newestRow: "the newest row that was found"
        case .recoveryPoint: "RDS's word for the recovery point's time"
        case .shippedLog: "the log that RDS had stored when the instant came: the drill waited for the rest"
        }
    }
}

extension Marking {
    /// For people.
    var sentence: String {
        "written to \(table) of the source: a row at \(before)" + (after.map { ", and one at \($0)" } ?? "")
    }
}

extension Warming {
    /// For people.
    var sentence: String {
        let how = method == .prewarm ? "by pg_prewarm" : "by scanning"
        let mebibytes = Double(bytes) / 1_048_576
        let amount = mebibytes < 10 ? "\(bytes / 1_024) KiB" : "\(Int(mebibytes.rounded())) MiB"
        let trouble = failures.isEmpty ? "" : "; \(failures.count) could not be read"
        return "\(amount) in \(relations) tables and indexes were read \(how) in "
            + "\(ElapsedText.of(milliseconds: milliseconds))\(trouble)\(remark.map { "; \($0)" } ?? "")"
    }
}
