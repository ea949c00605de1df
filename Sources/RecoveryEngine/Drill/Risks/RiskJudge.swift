import Digests
import RecoveryModel

/// Judges what a restore loses without any count showing it, by what source and copy say of their catalogs.
enum RiskJudge {
    /// One result for each risk of the catalog, in the risks' order; behind it one for an accepted risk that was none.
    ///
    /// - Parameter checks: The drill's; without the two surveys among them there is no result.
    static func results(
        _ checks: [PlannedCheck], source: Answers?, restored: Answers, accepted: [RestoreRisk]
    ) -> [CheckResult] {
        let surveys = checks.filter { $0.expectation == .surveyed }
        guard !surveys.isEmpty else { return [] }
        let failures = surveys.compactMap { failure($0, source, "source") ?? failure($0, restored, "copy") }
        guard failures.isEmpty, let source else { return failures }
        let sides = (survey(surveys, source), survey(surveys, restored))
        let behind = CheckJudge.schemaIsBehind(source: source, restored: restored)
        let milliseconds =
            surveys.reduce(0) { $0 + (restored[$1.name]?.milliseconds ?? 0) } / RestoreRisk.ofCatalog.count
        return RestoreRisk.ofCatalog.flatMap { risk in
            let rule = RiskRule.of(risk)
            let alarms = rule.judge(.init(source: sides.0[risk], copy: sides.1[risk], schemaIsBehind: behind))
            return self.results(
                risk, alarms, accepted: accepted, by: surveys, got: rule.expected, milliseconds: milliseconds)
        }
    }

    /// The result of one risk, and another one when the policy accepts what there is not.
    ///
    /// - Parameters:
    ///   - checks: The questions that the alarms are from.
    ///   - got: What there is without an alarm.
    static func results(
        _ risk: RestoreRisk, _ alarms: [RiskRule.Alarm], accepted: [RestoreRisk], by checks: [PlannedCheck],
        got: String, milliseconds: Int
    ) -> [CheckResult] {
        let rule = RiskRule.of(risk)
        let names = checks.map(\.name).joined(separator: " and ")
        var result = CheckResult(
            name: rule.title, origin: .builtIn, query: "\(names): \(risk.rawValue)",
            queryDigest: SHA256.hex(checks.map(\.sql).joined(separator: "\n")), expected: rule.expected, got: got,
            milliseconds: milliseconds, verdict: .passed)
        guard !alarms.isEmpty else { return [result] + (accepted.contains(risk) ? [nothing(risk)] : []) }
        result.got = alarms.map(\.got).joined(separator: "; ")
        if accepted.contains(risk) {
            result.verdict = .accepted
            result.detail = "accepted by drill.accept; \(rule.meaning)"
        } else {
            result.verdict = alarms.contains { $0.verdict == .failed } ? .failed : .warned
            result.detail =
                "\(rule.meaning): \(rule.cure); to accept it, add `\(risk.rawValue)` to `drill.accept`"
        }
        return [result]
    }

    private static func survey(_ checks: [PlannedCheck], _ answers: Answers) -> Survey {
        Survey(checks.flatMap { Survey.facts(answers[$0.name]?.value ?? "") ?? [] })
    }

    /// A risk that was not checked is not absent.
    private static func failure(_ check: PlannedCheck, _ answers: Answers?, _ side: String) -> CheckResult? {
        let answer = answers?[check.name]
        if let value = answer?.value, Survey.facts(value) != nil { return nil }
        return CheckResult(
            name: check.name, origin: .builtIn, query: check.sql, queryDigest: SHA256.hex(check.sql),
            expected: "what the catalog says", got: nil, milliseconds: answer?.milliseconds ?? 0, verdict: .errored,
            detail: "the \(side) could not be queried: \(answer?.error ?? "no answer")")
    }

    private static func nothing(_ risk: RestoreRisk) -> CheckResult {
        let query = "drill.accept: \(risk.rawValue)"
        return CheckResult(
            name: query, origin: .builtIn, query: query, queryDigest: SHA256.hex(query),
            expected: "something to accept", got: "nothing", milliseconds: 0, verdict: .warned,
            detail: "remove the word from the policy: it would hide what comes later")
    }
}
