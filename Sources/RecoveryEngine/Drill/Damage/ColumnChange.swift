import RecoveryModel

/// What happened to a column between two profiles: it was emptied, overwritten with one value, or turned to noise.
enum ColumnChange {
    /// A sample of fewer rows says nothing of a column.
    private static let leastRows = 20
    /// Entropy of fewer characters is chance.
    private static let leastLength = 500

    /// Columns that became null or constant.
    ///
    /// - Parameter place: Where the later profile is from, as words for the end of a sentence.
    static func contents(
        _ before: DataProfile, _ after: DataProfile, _ limit: AnomalyLimit, _ place: String
    ) -> [RiskRule.Alarm] {
        let found = pairs(before, after).compactMap { name, old, new -> String? in
            guard old.sampled >= leastRows, new.sampled >= leastRows else { return nil }
            let (was, share) = (100 * old.filled / old.sampled, 100 * new.filled / new.sampled)
            if new.filled == 0, old.filled > 0 { return "\(name): null in every row\(place)" }
            if share * 100 < was * (100 - limit.beyond) { return "\(name): \(share) % filled\(place), \(was) % before" }
            return new.kinds == 1 && old.kinds >= 5 && new.filled > 1 ? "\(name): one value in every row\(place)" : nil
        }
        return RiskRule.Alarm.naming(found, DamageJudge.verdict(limit))
    }

    /// Columns whose characters are spread otherwise. One that reads as random now and did not before has failed,
    /// whatever the limit says; of the source, it is a warning, since the copy is from before.
    static func noise(
        _ before: DataProfile, _ after: DataProfile, _ limit: AnomalyLimit, _ place: String
    ) -> [RiskRule.Alarm] {
        var (random, other): ([String], [String]) = ([], [])
        for (name, old, new) in pairs(before, after) where old.length >= leastLength && new.length >= leastLength {
            let text = "\(name): \(bits(old)) → \(bits(new)) bits a character\(place)"
            let rise = (new.bits - old.bits) * 100
            // Digests in hexadecimal are noise already, and in base64 they would be another kind of it.
            if new.evenness >= 970, old.evenness < 950 || rise > old.bits * limit.beyond {
                random.append(text)
            } else if abs(rise) > old.bits * limit.beyond {
                other.append(text)
            }
        }
        let worst = place.isEmpty ? CheckResult.Verdict.failed : DamageJudge.verdict(limit)
        return RiskRule.Alarm.naming(random, worst) + RiskRule.Alarm.naming(other, DamageJudge.verdict(limit))
    }

    private static func bits(_ column: DataProfile.Column) -> String {
        "\(column.bits / 1_000).\((column.bits % 1_000) / 100)"
    }

    /// The columns that both have.
    private static func pairs(
        _ before: DataProfile, _ after: DataProfile
    ) -> [(name: String, old: DataProfile.Column, new: DataProfile.Column)] {
        after.tables.flatMap { table in
            table.columns.compactMap { column in
                before[table.name]?.columns.first { $0.name == column.name }.map {
                    ("\(table.name).\(column.name)", $0, column)
                }
            }
        }
    }
}
