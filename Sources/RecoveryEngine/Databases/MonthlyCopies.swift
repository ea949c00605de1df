import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The months that the policy keeps are really there, and not only the rule that would keep them.
    static func monthlyCopies(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.monthly-copies", cluster: "cluster.monthly-copies"),
            title: "A retained snapshot of every month exists",
            why:
                "A fault that is found late can only be undone from a recovery point older than automated backups hold.",
            severity: .medium,
            standards: Standard.backups,
            field: "databases[].backups.monthly.keep",
            required: { $0.dueMonths },
            observed: { subject in subject.database.snapshots.flatMap { subject.missingMonths($0) } },
            satisfies: { missing, _ in missing.isEmpty },
            showRequired: { months in
                "one of each month from \(months.first?.shown ?? "") to \(months.last?.shown ?? "")"
            },
            showObserved: { $0.isEmpty ? "all found" : "missing: \($0.map(\.shown).joined(separator: ", "))" },
            remedy: { subject, months in
                subject.context.keyRemedy(subject.keys(ofMonths: months))
                    ?? .procedure(
                        (subject.policy.backups.awsBackup == nil
                            ? "Keep a snapshot of each month from now on: drctl snapshots rotate --yes, daily; or an AWS Backup plan "
                                + "with a monthly rule (`awsBackup`)."
                            : "Keep a snapshot of each month from now on: give the AWS Backup plan a monthly rule.")
                            + " A month that is lost cannot be made up for: waive it until it is out of the period.")
            },
            template: { subject, _ in subject.monthlyFragments }
        )
    }
}

/// A month of the calendar, in UTC.
struct CalendarMonth: Hashable, Sendable, Comparable, Recordable {
    /// Months since the beginning of the era.
    var number: Int

    init(number: Int) { self.number = number }

    init(of instant: Instant) {
        let parts = instant.day.parts
        number = parts.year * 12 + parts.month - 1
    }

    /// Such as `2026-11`.
    var shown: String {
        let month = number % 12 + 1
        return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
    }

    var recorded: JSONValue { .string(shown) }

    static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }
}

extension DatabaseSubject {
    /// The whole months that must have left a snapshot, oldest first: not this one, which has time, nor any in which the
    /// database was not there from the beginning. Nil when none is asked for or due.
    fileprivate var dueMonths: [CalendarMonth]? {
        guard let keep = policy.backups.monthlyKeep, !isBackedUpBySource else { return nil }
        let current = CalendarMonth(of: context.now)
        let due = (1...keep).reversed().map { CalendarMonth(number: current.number - $0) }.filter { month in
            database.createdAt.map { CalendarMonth(of: $0) < month } ?? true
        }
        return due.isEmpty ? nil : due
    }

    /// Automated snapshots do not count: they are deleted when their days are over. Nor does one whose key cannot be used. A
    /// copy whose age RDS does not say could be of any month.
    fileprivate func missingMonths(_ snapshots: [Database.Snapshot]) -> Collected<[CalendarMonth]> {
        let kept = snapshots.filter { $0.isAvailable && ($0.kind == .manual || $0.kind == .awsbackup) }
        let points = context.restorable(kept, under: \.encryptionKey)
        let there = Set(points.usable.compactMap(\.createdAt).map(CalendarMonth.init(of:)))
        let missing = (dueMonths ?? []).filter { !there.contains($0) }
        let possible = Set(points.undecided.compactMap(\.createdAt).map(CalendarMonth.init(of:)))
        let lost = missing.filter { !possible.contains($0) }
        let ageless = (points.usable + points.undecided).filter { $0.createdAt == nil }
        guard !missing.isEmpty, ageless.count >= lost.count else { return .known(missing) }
        if let unseen = points.unseen { return .unavailable(unseen) }
        return .unavailable(
            CollectionFailure(
                operation: "rds:DescribeDBClusterSnapshots",
                reason: "RDS does not say how old the data of \(ageless.first?.id ?? "a snapshot") is"))
    }

    /// The keys of the snapshots that would be those of some months.
    fileprivate func keys(ofMonths months: [CalendarMonth]) -> [Collected<String?>] {
        (database.snapshots.value ?? []).filter { snapshot in
            snapshot.createdAt.map { months.contains(CalendarMonth(of: $0)) } ?? false
        }.map(\.encryptionKey)
    }
}
