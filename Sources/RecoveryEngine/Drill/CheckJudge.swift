import Digests
package import RecoveryModel

/// Compares what was expected with what the restored database answered.
package enum CheckJudge {
    /// One result for each check, in the checks' order; a check without an answer is errored. For a point in time, one
    /// more result says whether the instant itself was proven.
    ///
    /// - Parameter accepted: The risks that the policy accepts.
    package static func judge(
        _ checks: [PlannedCheck], source: Answers?, restored: Answers, accepted: [RestoreRisk] = []
    ) -> [CheckResult] {
        let behind = schemaIsBehind(source: source, restored: restored)
        let results = checks.filter { ![.surveyed, .profiled].contains($0.expectation) }.map { check in
            result(check, source: source?[check.name], restored: restored[check.name], schemaIsBehind: behind)
        }
        return results + [PointInTimeProof.result(checks, source: source, restored: restored)].compactMap { $0 }
            + RiskJudge.results(checks, source: source, restored: restored, accepted: accepted)
    }

    /// True when no check failed and at least one check of the policy has read rows: counts of nothing agree everywhere,
    /// and a constant is right on every database.
    package static func isVerified(_ results: [CheckResult]) -> Bool {
        results.contains(where: hasReadRows)
            && results.allSatisfy { [.passed, .warned, .accepted].contains($0.verdict) }
    }

    /// Whether a check of the policy passed by data of the copy.
    private static func hasReadRows(_ result: CheckResult) -> Bool {
        guard result.origin == .policy, result.verdict == .passed, result.name != CheckName.schemaVersion,
            let got = result.got, !["", "NULL"].contains(got),
            (try? ReadOnlyStatement(result.query))?.readsNothing == false
        else { return false }
        // Counts, and counts with a checksum: zero is the answer of an empty table.
        let first = got.split(separator: " ").first.map(String.init) ?? ""
        if let number = ExactDecimal(first) { return number.sign != 0 }
        return AnswerType.truth(got) != false
    }

    /// True when the source has been migrated since the recovery point, so that differences in structure are expected.
    static func schemaIsBehind(source: Answers?, restored: Answers) -> Bool {
        guard let now = source?[CheckName.schemaVersion]?.value, let then = restored[CheckName.schemaVersion]?.value,
            now != "NULL", then != "NULL"
        else { return false }
        return isOlder(then, than: now)
    }

    /// Whether a schema's version comes before another one.
    static func isOlder(_ then: String, than now: String) -> Bool {
        if let new = ExactDecimal(now), let old = ExactDecimal(then) { return old < new }
        return then.utf8.count == now.utf8.count ? then < now : then.utf8.count < now.utf8.count
    }

    private static func result(
        _ check: PlannedCheck, source: CheckObservation?, restored: CheckObservation?, schemaIsBehind: Bool
    ) -> CheckResult {
        var result = CheckResult(
            name: check.name, origin: check.origin, query: check.sql, queryDigest: SHA256.hex(check.sql),
            expected: expected(check, source), got: restored?.value, milliseconds: restored?.milliseconds ?? 0,
            verdict: .errored)
        if let scan = check.countOf { result.detail = "counted in the scan of \(scan)" }
        guard let restored else {
            result.detail = "the check was not run"
            return result
        }
        guard let got = restored.value else {
            result.detail = restored.error ?? "no answer"
            return result
        }
        if check.expectation == .sameAsSource, source?.value == nil {
            result.detail = "the source could not be queried: \(source?.error ?? "no answer")"
            return result
        }
        let (sample, there) = (CheckSample(got), source?.value.flatMap(CheckSample.init))
        if check.expectation == .sameAsSource, (sample == nil) != (there == nil) {
            result.detail =
                "the table is large enough for a sample on one side only: run the drill with another --sample"
            return result
        }
        if let sample { result.detail = sample.confidence }
        if holds(check.expectation, got: got, AnswerType(restored.type), source: source?.value) {
            result.verdict = .passed
        } else if schemaIsBehind, check.isStructural || check.name == CheckName.schemaVersion {
            result.verdict = .warned
            result.detail = "the source was migrated after the recovery point: run the migrations after a restore"
        } else {
            result.verdict = check.isAdvisory ? .warned : .failed
        }
        return result
    }

    private static func expected(_ check: PlannedCheck, _ source: CheckObservation?) -> String {
        switch check.expectation {
        case .sameAsSource: source?.value ?? "the source's answer"
        case .equal(let text): PresentableValue.of(text)
        case .atLeast(let number): "at least \(number)"
        case .atMost(let number): "at most \(number)"
        case .notAfter(let instant): "no later than \(instant.shown)"
        case .measured: "a value"
        case .surveyed: "what the catalog says"
        case .profiled: "figures"
        }
    }

    private static func holds(
        _ expectation: PlannedCheck.Expectation, got: String, _ type: AnswerType, source: String?
    ) -> Bool {
        switch expectation {
        case .sameAsSource: source.map { type.same(got, $0) } ?? false
        case .equal(let text): type.equal(got, text)
        case .atLeast(let bound): type.number(got).map { $0 >= bound } ?? false
        case .atMost(let bound): type.number(got).map { $0 <= bound } ?? false
        case .notAfter(let instant): ExactTime(got).map { $0 <= ExactTime(instant) } ?? (got == "NULL")
        case .measured, .surveyed, .profiled: got != "NULL"
        }
    }
}
