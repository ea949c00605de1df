import RecoveryModel

extension ApplyRecord: TargetResult {
    static let kind = Report.Kind.apply
    static let verdicts: [ReportVerdict] = [
        .failed, .waiting, .violated, .incomplete, .applied, .nothingToChange,
    ]
    static let figureTitles = ["failed", "left", "done"]

    static func sentence(_ results: [ApplyRecord]) -> String {
        let steps = results.reduce(0) { $0 + $1.steps.count }
        let done = results.reduce(0) { $0 + $1.count("done") }
        let targets = results.count { !$0.steps.isEmpty }
        let place = results.count > 1 && steps > 0 ? " in \(CountText.of(targets, "target"))" : ""
        let what =
            steps == 0 ? "no steps" : "\(CountText.number(done)) of \(CountText.of(steps, "step")) done\(place)"
        let waiting = [("queued", "queued for a maintenance window"), ("left", "left until a maintenance window")]
            .compactMap { word, text in
                let count = results.reduce(0) { $0 + $1.count(word) }
                return count > 0 ? ", \(CountText.number(count)) \(text)" : nil
            }.joined()
        return "\(what)\(waiting); \(afterwards(results))"
    }

    /// What the audits afterwards say.
    private static func afterwards(_ results: [ApplyRecord]) -> String {
        let audits = results.compactMap(\.auditAfter)
        guard !audits.isEmpty else { return "no audit was made afterwards" }
        let counts = AuditResult.allCounts(audits)
        let missing = results.count - audits.count
        let rest = missing == 0 ? "" : "; no audit was made afterwards in \(CountText.of(missing, "target"))"
        if counts.violated + counts.unknown == 0 {
            return "the audit afterwards finds everything as required\(rest)"
        }
        return "the audit afterwards: \(counts.sentence(targets: results.count > 1 ? audits.count : nil))\(rest)"
    }

    static func advice(_ results: [ApplyRecord]) -> [Advice] {
        let applied = results.filter { $0.conclusion != .failed }
        var advice: [Advice] = []
        if results.contains(where: { $0.count("left") > 0 }) {
            advice.append(
                ("drctl apply", "makes what is left when the maintenance window is open, or at once with --now"))
        }
        if results.contains(where: { $0.conclusion == .failed }) {
            advice.append((nil, "fix what failed, as hinted below"))
            advice.append(("drctl apply", "plans again and makes only what is still missing"))
        }
        advice += AuditResult.advice(applied.compactMap(\.auditAfter))
        if applied.contains(where: { $0.auditAfter == nil }) {
            advice.append(("drctl audit", "tells whether everything is as required now"))
        }
        return advice
    }

    static func counts(_ results: [ApplyRecord]) -> [(name: String, count: Int)] {
        [
            ("done", "done"), ("failed", "failed"), ("notReached", "not-reached"), ("queued", "queued"),
            ("left", "left"),
        ].map { name, word in
            (name, results.reduce(0) { $0 + $1.count(word) })
        }
    }

    static func conclusion(_ verdict: ReportVerdict) -> String {
        (verdict == .failed ? Conclusion.failed : verdict == .waiting ? .waiting : .applied).rawValue
    }

    var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    var verdict: ReportVerdict {
        switch (conclusion, auditAfter?.conclusion) {
        case (.failed, _): .failed
        case (.waiting, _): .waiting
        case (.applied, .violated?): .violated
        case (.applied, .compliant?): steps.isEmpty ? .nothingToChange : .applied
        case (.applied, _): .incomplete
        }
    }

    var sentence: String { Self.sentence([self]) }

    var time: String { "\(startedAt), took \(Shown.seconds(finishedAt - startedAt))" }

    var figures: [Int] { [count("failed"), ["not-reached", "queued", "left"].map(count).reduce(0, +), count("done")] }

    func hasDetails(verbose: Bool) -> Bool { verdict != .nothingToChange }
}
