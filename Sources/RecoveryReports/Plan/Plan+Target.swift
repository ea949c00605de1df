import RecoveryModel

extension Plan: TargetResult {
    static let kind = Report.Kind.plan
    static let verdicts: [ReportVerdict] = [.changes, .violated, .failed, .incomplete, .nothingToChange]
    static let figureTitles = ["steps", "left", "unknown"]

    static func sentence(_ results: [Plan]) -> String {
        let (steps, unfixable, unknown) = totals(results)
        var parts: [String] = []
        if steps > 0 {
            let disruptive = results.reduce(0) { $0 + $1.steps.count { $0.facts.disruption != .none } }
            let targets = results.count { !$0.steps.isEmpty }
            let place = results.count > 1 ? " in \(CountText.of(targets, "target"))" : ""
            parts.append(
                CountText.of(steps, "step") + place
                    + (disruptive > 0 ? ", \(CountText.number(disruptive)) of them disruptive" : ""))
        }
        let replacing = results.reduce(0) { $0 + $1.steps.count(where: \.replaces) }
        if replacing > 0 {
            parts.append(
                "\(CountText.of(replacing, "step")) that replace\(replacing == 1 ? "s" : "") or remove"
                    + "\(replacing == 1 ? "s" : "") something that drctl did not make")
        }
        let weakening = results.reduce(0) { $0 + $1.steps.count { !$0.weakens.isEmpty } }
        if weakening > 0 {
            parts.append(
                "\(CountText.of(weakening, "step")) that weaken\(weakening == 1 ? "s" : "") or delete\(weakening == 1 ? "s" : "") what is there"
            )
        }
        let waiting = results.map(\.waitingCounts)
        for (count, text) in [
            (waiting.map(\.queued).reduce(0, +), "queued for a maintenance window"),
            (waiting.map(\.left).reduce(0, +), "left until a maintenance window"),
        ] where count > 0 {
            parts.append("\(CountText.of(count, "step")) \(text)")
        }
        if unfixable > 0 { parts.append("\(CountText.of(unfixable, "violation")) that no step fixes") }
        if unknown > 0 { parts.append("\(CountText.of(unknown, "requirement")) that could not be checked") }
        let leftOut = results.reduce(0) { $0 + $1.leftOut }
        if leftOut > 0 { parts.append("\(CountText.of(leftOut, "step")) left out, as asked for") }
        return parts.isEmpty ? "everything is as the policy requires" : parts.joined(separator: ", ")
    }

    static func advice(_ results: [Plan]) -> [Advice] {
        let (steps, unfixable, unknown) = totals(results)
        var advice: [Advice] = []
        if steps > 0 { advice.append(("drctl apply", "makes exactly these changes, then audits again")) }
        if unfixable > 0 {
            let them = CountText.of(unfixable, "violation")
            advice.append((nil, "\(them) must be fixed manually, as described below"))
        }
        if unknown > 0 { advice.append((nil, "fix the causes of what could not be checked, then plan again")) }
        return advice
    }

    static func counts(_ results: [Plan]) -> [(name: String, count: Int)] {
        let (steps, unfixable, unknown) = totals(results)
        let changes = PlanCounts(results)
        return [
            ("steps", steps), ("left", unfixable), ("unknown", unknown), ("add", changes.add),
            ("change", changes.change), ("remove", changes.remove), ("replace", changes.replace),
        ]
    }

    static func closing(_ results: [Plan]) -> String? {
        guard results.contains(where: { !$0.steps.isEmpty }) else { return nil }
        return "Plan: \(PlanCounts(results).shown)."
    }

    /// How many steps wait for a maintenance window, if nobody asks for them now.
    private var waitingCounts: (queued: Int, left: Int) {
        let words = steps.map { $0.timing(at: at).word }
        return (words.count { $0 == "queued" }, words.count { $0 == "left" })
    }

    private static func totals(_ results: [Plan]) -> (steps: Int, unfixable: Int, unknown: Int) {
        results.reduce((0, 0, 0)) { ($0.0 + $1.steps.count, $0.1 + $1.unfixable.count, $0.2 + $1.unknown.count) }
    }

    var target: TargetName { TargetName(policy: policy, account: account, region: region) }

    var verdict: ReportVerdict {
        if !steps.isEmpty { return .changes }
        if !unfixable.isEmpty { return .violated }
        return unknown.isEmpty ? .nothingToChange : .incomplete
    }

    var sentence: String { Self.sentence([self]) }

    var time: String { at.description }

    var figures: [Int] { [steps.count, unfixable.count, unknown.count] }

    func hasDetails(verbose: Bool) -> Bool { verdict != .nothingToChange || orphans?.isEmpty == false }
}
