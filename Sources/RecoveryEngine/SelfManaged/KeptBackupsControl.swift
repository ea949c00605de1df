import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// No period that retention counts is without its backup.
    static let keptBackups = Control(
        "self-managed.retention",
        title: "No backup is missing between the oldest and the newest",
        why: "Damage that is found late is repaired from an old backup, and somebody may have deleted just that one.",
        severity: .high,
        standards: [.nist80053("CP-9"), .nist80053("SI-12")] + Standard.records,
        field: "selfManaged[].backups.keep",
        isJudged: { $0.newest.value != .some(nil) },
        required: { $0.dumps?.keep },
        observed: { subject in
            subject.manifests.map { manifests in
                RetentionGaps.of(
                    manifests.map(\.takenAt.day), by: subject.dumps?.keep ?? .standard,
                    every: subject.context.policy.objectives.rpo, today: subject.context.now.day)
            }
        },
        satisfies: { gaps, _ in gaps.isEmpty },
        showRequired: \.shown,
        showObserved: { gaps in
            guard let first = gaps.first else { return "none is missing since the oldest that is left" }
            return "missing: \(first)" + (gaps.count > 1 ? " and \(CountText.of(gaps.count - 1, "more period"))" : "")
        },
        remedy: { subject, _ in
            .procedure(
                "Find out whether the job failed then or somebody deleted the backup; compare "
                    + "\(subject.command("prune")) with what other jobs delete. What is lost stays lost: waive it until it is "
                    + "out of the window.")
        }
    )
}

/// The periods of a retention that have no backup.
enum RetentionGaps {
    /// Of each kind of period so many complete ones as the rules keep, back to the first backup. Where backups may be
    /// further apart than a period is long, some periods have none, and nothing is missing.
    ///
    /// - Parameters:
    ///   - days: Of the backups, in order.
    ///   - every: How far apart two backups may be.
    /// - Returns: Such as `day 2026-11-20`, oldest first.
    static func of(_ days: [CalendarDay], by rules: RetentionRules, every: TimeSpan, today: CalendarDay) -> [String] {
        guard let first = days.first else { return [] }
        return RetentionPeriod.allCases.flatMap { period -> [String] in
            let count = rules.count(of: period)
            guard count > 1, every.seconds <= period.shortestDays * 86_400 else { return [] }
            let have = Set(days.map { period.label(of: $0) })
            var wanted: [String] = []
            var day = today
            while day >= first {
                let label = period.label(of: day)
                if wanted.last != label { wanted.append(label) }
                // The current period is among those that are kept.
                guard wanted.count <= count else { break }
                day = day.adding(days: -1)
            }
            // The current one is not over.
            return wanted.prefix(count).dropFirst().filter { !have.contains($0) }
                .map { "\(period.rawValue) \($0)" }.reversed()
        }
    }
}

extension RetentionPeriod {
    fileprivate var shortestDays: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 28
        case .year: 365
        }
    }
}

extension RetentionRules {
    /// Such as `30 days, 12 months`.
    fileprivate var shown: String {
        let parts = RetentionPeriod.allCases.compactMap { period in
            count(of: period) > 0 ? CountText.of(count(of: period), period.rawValue) : nil
        }
        return parts.isEmpty ? "the newest \(minimum)" : "one of each of " + parts.joined(separator: ", ")
    }
}
