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
        let never = fresh == 0 ? "" : "; no baseline yet in \(CountText.number(fresh)) of them"
        return "\(changed(results)) \(place)\(unseen(unknown))\(ignored(results))\(never)"
    }

    static func advice(_ results: [DriftReport]) -> [Advice] {
        let (_, unknown) = totals(results)
        var advice: [Advice] = []
        if results.contains(where: { $0.differences.contains(where: \.kind.isDrift) }) {
            advice.append((nil, "ask those named below why, before anything is reverted"))
        }
        if results.contains(where: { $0.differences.contains { $0.kind == .gone } }) {
            advice.append(("drctl apply --forget NAME", "forgets a database that is gone for good"))
        }
        let kinds = Set(results.flatMap(\.differences).map(\.kind))
        if kinds.contains(.unselected) {
            advice.append((nil, "give the database its tags back, or change the selector"))
        }
        if !kinds.subtracting([.gone, .unselected]).isEmpty {
            advice.append(("drctl apply", "restores what the policy requires"))
        }
        if results.contains(where: { $0.baselineAt == nil }) {
            advice.append(("drctl audit", "shows what is violated; drctl apply mends it and begins the baseline"))
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

    /// Such as `3 settings changed, 1 database gone, 2 requirements not applied yet`.
    private static func changed(_ results: [DriftReport]) -> String {
        let kinds = results.flatMap(\.differences).map(\.kind)
        func count(_ kind: Kind) -> Int { kinds.count { $0 == kind } }
        var parts: [String] = []
        if count(.changed) > 0 { parts.append("\(CountText.of(count(.changed), "setting")) changed") }
        if count(.gone) > 0 { parts.append("\(CountText.of(count(.gone), "database")) gone") }
        if count(.unselected) > 0 {
            parts.append("\(CountText.of(count(.unselected), "database")) no longer selected")
        }
        let open = count(.neverApplied) + count(.policyChanged)
        if open > 0 { parts.append("\(CountText.of(open, "requirement")) of the policy not applied yet") }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: ", ")
    }

    /// What was left out is never taken for unchanged.
    private static func ignored(_ results: [DriftReport]) -> String {
        let count = results.reduce(0) { $0 + $1.ignored.count }
        return count == 0 ? "" : "; \(CountText.of(count, "requirement")) left out by --ignore"
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
        guard let baselineAt else { return "no baseline yet: nothing was applied, so nothing can be compared" }
        return
            "\(Self.changed([self])) since the apply of \(baselineAt)\(Self.unseen(unknown.count))\(Self.ignored([self]))"
    }

    var time: String { at.description }

    var figures: [Int] { [differences.count, unknown.count] }

    func hasDetails(verbose: Bool) -> Bool {
        verdict != .unchanged || !ignored.isEmpty || orphans?.isEmpty == false
    }
}
