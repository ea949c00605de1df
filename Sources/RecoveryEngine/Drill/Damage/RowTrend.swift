import RecoveryModel

/// Whether a table has as many rows as its own history lets expect: on the line through earlier drills, or as in the last
/// one, give or take the limit and what it has varied by anyway.
enum RowTrend {
    /// Fewer rows than this come and go in any table.
    private static let least = 50

    static func alarms(
        _ copy: DataProfile, at time: Instant, _ earlier: [EarlierDrill], limit: AnomalyLimit, source: DataProfile?
    ) -> [RiskRule.Alarm] {
        var found: [String] = []
        for table in copy.tables {
            let history = earlier.compactMap { drill in
                drill.profile?[table.name].map { (x: days(drill.point), y: Double($0.rows)) }
            }
            if let (low, high) = range(history, at: days(time), share: Double(limit.beyond) / 100) {
                let rows = Double(table.rows)
                let isOff = rows < low - Double(least) || rows > high + Double(least) || (rows == 0 && low >= 10)
                if isOff {
                    let middle = CountText.number(Int(((low + high) / 2).rounded()))
                    found.append("\(table.name): \(CountText.of(table.rows, "row")), about \(middle) expected")
                }
            }
            if let now = source?[table.name]?.rows, now == 0, table.rows >= least {
                found.append("\(table.name): empty on the source now, \(CountText.of(table.rows, "row")) in the copy")
            } else if let now = source?[table.name]?.rows, now >= least, table.rows == 0 {
                found.append("\(table.name): empty, \(CountText.of(now, "row")) on the source")
            }
        }
        for table in earlier.last(where: { $0.profile != nil })?.profile?.tables ?? []
        where table.rows >= least && copy[table.name] == nil {
            found.append("\(table.name): not there, \(CountText.of(table.rows, "row")) before")
        }
        return RiskRule.Alarm.naming(found, DamageJudge.verdict(limit))
    }

    /// The fewest and the most rows that are no surprise; nil without history.
    private static func range(_ history: [(x: Double, y: Double)], at x: Double, share: Double) -> (Double, Double)? {
        guard let last = history.last else { return nil }
        var (expected, spread) = (last.y, 0.0)
        if let line = LeastSquares(history) {
            expected = max(0, line.base + line.slope * x)
            let squares = history.reduce(0) { sum, point in
                let residual = point.y - line.base - line.slope * point.x
                return sum + residual * residual
            }
            spread = 3 * (squares / Double(history.count)).squareRoot()
        }
        let (low, high) = (min(last.y, expected), max(last.y, expected))
        return (max(0, low * (1 - share) - spread), high * (1 + share) + spread)
    }

    private static func days(_ instant: Instant) -> Double { Double(instant.milliseconds) / 86_400_000 }
}
