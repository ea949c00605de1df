import RecoveryModel

extension DriftReport: TargetResult {
    static let kind = Report.Kind.drift
    static let verdicts: [ReportVerdict] = [.drifted, .failed, .incomplete, .unchanged]
    static let figureTitles = ["changed", "unknown"]

    static func sentence(_ results: [DriftReport]) -> String {
        let (differences, unknown) = totals(results)
        let drifted = results.count { !$0.differences.isEmpty }
        let place =
            differences > 0
            ? "in \(CountText.number(drifted)) of \(CountText.of(results.count, "target"))"
            : "in \(CountText.of(results.count, "target"))"
        let fresh = results.count { $0.baselineAt == nil }
        let never = fresh == 0 ? "" : "; nothing was applied yet in \(CountText.number(fresh)) of them"
        return "\(changed(differences)) \(place)\(unseen(unknown))\(never)"
    }

    static func advice(_ results: [DriftReport]) -> [Advice] {
        let (differences, unknown) = totals(results)
        var advice: [Advice] = []
        if differences > 0 {
            advice.append((nil, "ask those named below why, before anything is reverted"))
            advice.append(("drctl apply", "restores what the policy requires"))
        }
        if unknown > 0 { advice.append((nil, "fix the causes of what could not be checked, then compare again")) }
        return advice
    }

    static func counts(_ results: [DriftReport]) -> [(name: String, count: Int)] {
        let (differences, unknown) = totals(results)
        return [("differences", differences), ("unknown", unknown)]
    }

    private static func totals(_ results: [DriftReport]) -> (differences: Int, unknown: Int) {
        results.reduce((0, 0)) { ($0.0 + $1.differences.count, $0.1 + $1.unknown.count) }
    }

    private static func changed(_ differences: Int) -> String {
        differences == 0 ? "nothing changed" : "\(CountText.of(differences, "setting")) changed"
    }

    private static func unseen(_ unknown: Int) -> String {
        unknown == 0 ? "" : "; \(CountText.of(unknown, "requirement")) could not be checked"
    }

    var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    var verdict: ReportVerdict {
        switch conclusion {
        case .drifted: .drifted
        case .unchanged: .unchanged
        case .incomplete: .incomplete
        }
    }

    var sentence: String {
        let since =
            baselineAt.map { "since the apply of \($0)" } ?? "compared with the policy, as nothing was applied yet"
        return "\(Self.changed(differences.count)) \(since)\(Self.unseen(unknown.count))"
    }

    var time: String { at.description }

    var figures: [Int] { [differences.count, unknown.count] }

    func hasDetails(verbose: Bool) -> Bool { verdict != .unchanged }
}
