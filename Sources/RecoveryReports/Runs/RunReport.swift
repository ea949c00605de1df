import RecoveryModel

/// The results of a verb on all of its targets, as one report.
struct RunReport<Value: TargetResult>: ReportContent {
    let run: Run<Value>
    /// By the policy's name.
    var origins: [String: PolicyOrigins] = [:]
    var verbose = false
    /// What an audit is shown beside.
    var comparisons = AuditComparisons()
    /// False for a plan whose apply is asking its question: what to do next is being done.
    var givesAdvice = true

    /// The result of the only target; nil when there are several, or it failed.
    var only: Value? { run.entries.count == 1 ? run.values.first : nil }

    func place(_ target: TargetName) -> FindingPlace {
        FindingPlace(target: target, origins: origins[target.policy])
    }

    /// The worst of all targets. Where nothing was checked, nothing is known.
    var verdict: ReportVerdict {
        var verdicts = Set(run.entries.map(\.verdict))
        if run.isTooNarrow { verdicts.insert(.incomplete) }
        return Value.verdicts.first(where: verdicts.contains) ?? .incomplete
    }

    /// What the run comes to, in one sentence.
    var sentence: String {
        var parts = only.map { [$0.sentence] } ?? (run.values.isEmpty ? [] : [Value.sentence(run.values)])
        let failures = run.failures.count
        if failures > 0 { parts.append("\(CountText.of(failures, "target")) failed") }
        if run.entries.isEmpty { parts.append("there is no target") }
        if !run.uncovered.isEmpty { parts.append("\(CountText.of(run.uncovered.count, "place")) not covered") }
        return parts.joined(separator: "; ")
    }

    /// What to do next, most useful first.
    var advice: [Advice] {
        guard givesAdvice else { return [] }
        let failures = run.failures.count
        guard failures > 0 else { return Value.advice(run.values) }
        let them = CountText.of(failures, "target")
        let causes = failures == 1 ? "the cause" : "the causes"
        return Value.advice(run.values) + [(nil, "\(them) failed: fix \(causes) named below, then run it again")]
    }

    /// The targets of the table, the worst first.
    var ranked: [Run<Value>.Entry] {
        let rank = Dictionary(uniqueKeysWithValues: zip(Value.verdicts, 0...))
        return run.entries.sorted { left, right in
            let (one, other) = (rank[left.verdict, default: 0], rank[right.verdict, default: 0])
            if one != other { return one < other }
            let (mine, yours) = (left.value?.figures ?? [], right.value?.figures ?? [])
            let isEven = mine == yours || left.verdict.role == .good
            return isEven ? left.target < right.target : yours.lexicographicallyPrecedes(mine)
        }
    }

    /// What the run was made on, such as `12 targets of 3 policies`.
    var extent: String {
        let policies = Set(run.entries.map(\.target.policy)).count
        return "\(CountText.of(run.entries.count, "target")) of "
            + CountText.of(policies, "policy", plural: "policies")
    }
}

extension Run.Entry where Value: TargetResult {
    var value: Value? { if case .done(let value) = outcome { value } else { nil } }

    var failure: RunFailure? { if case .failed(let failure) = outcome { failure } else { nil } }

    var verdict: ReportVerdict { value?.verdict ?? .failed }
}

extension UncoveredPlace {
    /// Such as `knowledge-base · 123456789012 · eu-west-1`.
    var shown: String { policy + (account.map { " · \($0)" } ?? "") + (region.map { " · \($0)" } ?? "") }
}
