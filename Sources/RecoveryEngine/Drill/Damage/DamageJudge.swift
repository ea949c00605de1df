import Digests
import RecoveryModel

/// Finds damage that counts do not show: by the figures of the copy beside those of earlier drills, and of the source
/// beside those of the copy.
enum DamageJudge {
    /// One result for each kind of damage that could be looked for; none without the question for the figures.
    static func results(
        _ request: DrillRequest, _ point: RecoveryPoint, _ checks: [PlannedCheck], source: Answers?, restored: Answers
    ) -> [CheckResult] {
        guard let question = checks.first(where: { $0.expectation == .profiled }) else { return [] }
        let earlier = (request.earlier ?? []).filter { $0.point < point.time }
        let limit = request.anomaly ?? AnomalyLimit()
        var alarms: [RestoreRisk: [RiskRule.Alarm]] = [:]
        var results: [CheckResult] = []
        if let doubt = request.historyDoubt {
            results.append(unknown("earlier drills", question, "not compared with", doubt))
        }
        let answer = restored[question.name]
        if let copy = answer?.value.flatMap(DataProfile.init(answer:)) {
            let now = source?[question.name]?.value.flatMap(DataProfile.init(answer:))
            alarms[.rowCounts] = RowTrend.alarms(copy, at: point.time, earlier, limit: limit, source: now)
            let before = earlier.last { $0.profile != nil }?.profile
            let pairs = [before.map { ($0, copy, "") }, now.map { (copy, $0, " on the source now") }].compactMap { $0 }
            alarms[.columnContents] = pairs.flatMap { ColumnChange.contents($0.0, $0.1, limit, $0.2) }
            alarms[.noise] = pairs.flatMap { ColumnChange.noise($0.0, $0.1, limit, $0.2) }
        } else {
            results.append(
                unknown("figures of tables", question, "not read", answer?.error ?? "the answer is no list of tables"))
        }
        if let newest = restored[CheckName.newestData]?.value.flatMap(DatabaseTime.instant) {
            let age = point.time.milliseconds - newest.milliseconds
            alarms[.newestRow] = older(age, earlier.compactMap(\.newestAge), limit)
        }
        if let version = restored[CheckName.schemaVersion]?.value, version != "NULL" {
            alarms[.schemaVersion] = wentBack(version, earlier.last { $0.schemaVersion != nil }?.schemaVersion, limit)
        }
        let basis =
            earlier.isEmpty
            ? "no earlier drill to compare with" : "as in \(CountText.of(earlier.count, "earlier drill"))"
        for risk in RestoreRisk.ofHistory {
            guard let found = alarms[risk] else { continue }
            results += RiskJudge.results(
                risk, found, accepted: request.accepted ?? [], by: [question], got: basis,
                milliseconds: risk == .rowCounts ? answer?.milliseconds ?? 0 : 0)
        }
        return results
    }

    /// The rule's verdict.
    static func verdict(_ limit: AnomalyLimit) -> CheckResult.Verdict { limit.verdict == .fail ? .failed : .warned }

    private static func older(_ age: Int, _ earlier: [Int], _ limit: AnomalyLimit) -> [RiskRule.Alarm] {
        guard let usual = earlier.max(), age > usual + usual * limit.beyond / 100, age - usual > leastDelay else {
            return []
        }
        let got =
            "\(ElapsedText.of(milliseconds: age)), at most \(ElapsedText.of(milliseconds: usual)) in "
            + CountText.of(earlier.count, "earlier drill")
        return [RiskRule.Alarm(verdict: verdict(limit), got: got)]
    }

    /// Ten minutes in milliseconds: what a quiet moment may add to any age.
    private static let leastDelay = 600_000

    private static func wentBack(_ version: String, _ before: String?, _ limit: AnomalyLimit) -> [RiskRule.Alarm] {
        guard let before, CheckJudge.isOlder(version, than: before) else { return [] }
        return [RiskRule.Alarm(verdict: verdict(limit), got: "\(version), \(before) before")]
    }

    /// What could not be compared is reported, and is no pass.
    private static func unknown(_ name: String, _ check: PlannedCheck, _ got: String, _ why: String) -> CheckResult {
        CheckResult(
            name: name, origin: .builtIn, query: check.sql, queryDigest: SHA256.hex(check.sql),
            expected: "compared", got: got, milliseconds: 0, verdict: .warned, detail: why)
    }
}
