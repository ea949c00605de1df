import RecoveryModel

extension RetentionRules {
    /// A backup as far as retention looks at it.
    struct Dated {
        var name: String
        var at: Instant
        /// Of one period a good one is kept before a newer one that is not.
        var isGood = true
    }

    /// The backup of each period that the rules keep, with the period, such as `month 2026-11`.
    ///
    /// - Parameter newest: All of one database, the newest first.
    func periods(of newest: [Dated]) -> [(name: String, reason: String)] {
        RetentionPeriod.allCases.flatMap { period in
            var labels: [String] = []
            var kept: [String: Dated] = [:]
            for backup in newest {
                let label = period.label(of: backup.at)
                if let other = kept[label] {
                    if backup.isGood && !other.isGood { kept[label] = backup }
                } else if labels.count < count(of: period) {
                    labels.append(label)
                    kept[label] = backup
                }
            }
            return labels.map { (kept[$0]!.name, "\(period.rawValue) \($0)") }
        }
    }
}
