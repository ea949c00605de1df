import Digests
package import RecoveryModel

/// Compares what was expected with what the restored database answered.
package enum CheckJudge {
    /// One result for each check, in the checks' order; a check without an answer is errored. For a point in time, one
    /// more result says whether the instant itself was proven.
    package static func judge(_ checks: [PlannedCheck], source: Answers?, restored: Answers) -> [CheckResult] {
        let behind = schemaIsBehind(source: source, restored: restored)
        let results = checks.map { check in
            result(check, source: source?[check.name], restored: restored[check.name], schemaIsBehind: behind)
        }
        return results + [PointInTimeProof.result(checks, source: source, restored: restored)].compactMap { $0 }
    }

    /// True when no check failed and at least one check of the policy passed.
    package static func isVerified(_ results: [CheckResult]) -> Bool {
        results.contains { $0.origin == .policy && $0.verdict == .passed }
            && results.allSatisfy { $0.verdict == .passed || $0.verdict == .warned }
    }

    /// True when the source has been migrated since the recovery point, so that differences in structure are expected.
    static func schemaIsBehind(source: Answers?, restored: Answers) -> Bool {
        guard let now = source?[CheckName.schemaVersion]?.value, let then = restored[CheckName.schemaVersion]?.value,
            now != "NULL", then != "NULL"
        else { return false }
        if let new = Double(now), let old = Double(then) { return old < new }
        return then.utf8.count == now.utf8.count ? then < now : then.utf8.count < now.utf8.count
    }

    private static func result(
        _ check: PlannedCheck, source: CheckObservation?, restored: CheckObservation?, schemaIsBehind: Bool
    ) -> CheckResult {
        var result = CheckResult(
            name: check.name, origin: check.origin, query: check.sql, queryDigest: SHA256.hex(check.sql),
            expected: expected(check, source), got: restored?.value, milliseconds: restored?.milliseconds ?? 0,
            verdict: .errored)
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
        if holds(check.expectation, got: got, source: source?.value) {
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
        case .atLeast(let number): "at least \(plain(number))"
        case .atMost(let number): "at most \(plain(number))"
        case .notAfter(let instant): "no later than \(instant.shown)"
        case .measured: "a value"
        }
    }

    private static func holds(_ expectation: PlannedCheck.Expectation, got: String, source: String?) -> Bool {
        switch expectation {
        case .sameAsSource: got == source
        case .equal(let text): got == PresentableValue.of(text) || same(got, text)
        case .atLeast(let number): Double(got).map { $0 >= number } ?? false
        case .atMost(let number): Double(got).map { $0 <= number } ?? false
        case .notAfter(let instant): DatabaseTime.instant(got).map { $0 <= instant } ?? (got == "NULL")
        case .measured: got != "NULL"
        }
    }

    /// `0` and `0.00` are one number.
    private static func same(_ got: String, _ text: String) -> Bool {
        guard let left = Double(got), let right = Double(text) else { return false }
        return left == right
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    }
}
