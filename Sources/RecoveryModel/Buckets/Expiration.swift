/// Objects that a lifecycle rule deletes by age.
package struct Expiration: Hashable, Sendable {
    /// The id of the rule.
    package var rule: String
    package var filter: LifecycleRule.Filter
    /// Of objects, counted from their creation; nil when the rule leaves them.
    package var days: Int?
    /// Of earlier versions, counted from when they were replaced or deleted; nil when the rule leaves them.
    package var noncurrentDays: Int?
    /// How many of the newest earlier versions stay besides.
    package var keptVersions: Int
}

extension Edit<BucketLifecycle> {
    /// What the rules delete afterwards that no rule before deletes as early: with it goes what is there already and is
    /// older.
    package var newExpirations: [Expiration] {
        let old = (before?.rules ?? []).filter(\.enabled)
        return after.rules.filter(\.enabled).compactMap { rule in
            let covering = old.filter {
                $0.filter.isPrefixOnly && (rule.filter.prefix ?? "").hasPrefix($0.filter.prefix ?? "")
            }
            func isNew(_ days: Int?, _ value: (LifecycleRule) -> Int?) -> Int? {
                guard let days else { return nil }
                return covering.contains { value($0).map { $0 <= days } ?? false } ? nil : days
            }
            let days = isNew(rule.expireDays, \.expireDays)
            let noncurrent =
                covering.contains { ($0.noncurrentKeep ?? 0) <= (rule.noncurrentKeep ?? 0) }
                ? isNew(rule.noncurrentExpireDays, \.noncurrentExpireDays) : rule.noncurrentExpireDays
            guard days != nil || noncurrent != nil else { return nil }
            return Expiration(
                rule: rule.id ?? "", filter: rule.filter, days: days, noncurrentDays: noncurrent,
                keptVersions: rule.noncurrentKeep ?? 0)
        }
    }
}
