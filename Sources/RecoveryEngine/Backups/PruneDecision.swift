package import RecoveryModel

extension PrunePlan {
    /// Decides by names, times and verifications alone; the time of day is no argument.
    ///
    /// A backup whose manifest cannot be believed, and one that is held, stays until somebody has looked at it. Of each
    /// database its own backups are counted.
    ///
    /// - Parameter leftovers: Unfinished backups that nobody is making any more.
    package init(_ listing: BackupListing, by rules: RetentionRules, leftovers: [String]) {
        var reasons: [String: [String]] = [:]
        func keep(_ backup: StoredBackup, _ reason: String) { reasons[backup.name, default: []].append(reason) }
        for backup in listing.backups {
            if let damage = backup.damage { keep(backup, "not touched: \(damage)") }
            if backup.isHeld { keep(backup, "held") }
        }
        let readable = listing.backups.filter { $0.manifest != nil }
        for (_, backups) in Dictionary(grouping: readable, by: { $0.manifest!.manifest.database }) {
            let newest = backups.sorted { ($1.takenAt, $1.name) < ($0.takenAt, $0.name) }
            for backup in newest.prefix(max(1, rules.minimum)) { keep(backup, "one of the newest") }
            for (name, reason) in rules.periods(of: newest.map { .init(name: $0.name, at: $0.takenAt) }) {
                reasons[name, default: []].append(reason)
            }
            for depth in BackupVerification.Depth.allCases {
                let verified = newest.first { $0.verifications.contains { $0.depth >= depth } }
                if let verified, depth != .archive { keep(verified, "the last that was verified (\(depth.rawValue))") }
            }
        }
        self.init(
            place: listing.place,
            kept: listing.backups.compactMap { backup in
                reasons[backup.name].map { Kept(name: backup.name, reasons: $0) }
            },
            removed: listing.backups.map(\.name).filter { reasons[$0] == nil }, leftovers: leftovers)
    }
}

/// A period of which the newest backup is kept.
enum RetentionPeriod: String, CaseIterable {
    case day, week, month, year

    /// What all times of one period have in common, in UTC.
    func label(of time: Instant) -> String { label(of: time.day) }

    /// The same of a day.
    func label(of day: CalendarDay) -> String {
        let parts = day.parts
        switch self {
        case .day: return day.description
        // 1970-01-01 was a Thursday: weeks begin on Monday.
        case .week: return "of " + day.adding(days: -((day.daysSinceEpoch + 3) % 7 + 7) % 7).description
        case .month: return String(day.description.prefix(7))
        case .year: return String(parts.year)
        }
    }
}

extension RetentionRules {
    func count(of period: RetentionPeriod) -> Int {
        switch period {
        case .day: daily
        case .week: weekly
        case .month: monthly
        case .year: yearly
        }
    }
}

extension StoredBackup {
    /// Of those with a manifest.
    fileprivate var takenAt: Instant { manifest?.manifest.takenAt ?? Instant(milliseconds: 0) }
}
