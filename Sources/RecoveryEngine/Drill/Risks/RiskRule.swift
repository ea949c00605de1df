import RecoveryModel

/// One risk: how the catalog is asked about it, when it has come true, what that means, and what to do about it.
struct RiskRule: Sendable {
    /// What source and copy say about one risk, by name.
    struct Sides {
        var source: [String: String]
        var copy: [String: String]
        /// True when the source was migrated after the recovery point, so that differences in structure are expected.
        var schemaIsBehind: Bool
    }

    /// A risk that has come true, or that may.
    struct Alarm: Equatable {
        var verdict: CheckResult.Verdict
        /// The objects and what is wrong with them, for people.
        var got: String
    }

    /// The check's name in results.
    var title: String
    /// What is expected of the copy, for people.
    var expected: String
    /// What an alarm means after a restore.
    var meaning: String
    /// What to do about it.
    var cure: String
    /// The columns `name, value` with their `from`, by the server's major version; nil when the risk is not asked of
    /// the catalog alone.
    var catalog: @Sendable (_ major: Int) -> String? = { _ in nil }
    /// The alarms in any order; none means that nothing is lost and everything is proven.
    var judge: @Sendable (Sides) -> [Alarm] = { _ in [] }
}

extension RiskRule.Sides {
    /// An alarm for each object of the source that the copy lacks or has otherwise; a migration explains it.
    func differences(_ verdict: CheckResult.Verdict = .failed) -> [RiskRule.Alarm] {
        let verdict = schemaIsBehind ? .warned : verdict
        return alarms(verdict) { _, source, copy in
            guard let source else { return copy == nil ? nil : "only in the copy" }
            guard let copy else { return "missing" }
            return copy == source ? nil : "\(source) → \(copy)"
        }
    }

    /// One alarm that names all objects for which there are words.
    func alarms(
        _ verdict: CheckResult.Verdict, _ words: (_ name: String, _ source: String?, _ copy: String?) -> String?
    ) -> [RiskRule.Alarm] {
        let named = Set(source.keys).union(copy.keys).sorted().compactMap { name in
            words(name, source[name], copy[name]).map { "\(name): \($0)" }
        }
        return RiskRule.Alarm.naming(named, verdict)
    }
}

extension RiskRule.Alarm {
    /// One alarm for all that was found, of which as many are named as a page can show; none for nothing.
    static func naming(_ found: [String], _ verdict: CheckResult.Verdict) -> [RiskRule.Alarm] {
        guard !found.isEmpty else { return [] }
        let more = found.count > 5 ? " and \(found.count - 5) more" : ""
        return [RiskRule.Alarm(verdict: verdict, got: found.prefix(5).joined(separator: "; ") + more)]
    }
}
