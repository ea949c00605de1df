package import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The restorable window reaches back as far as backups are retained, and not only from some day on.
    static func retentionWindowActual(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.retention-window-actual", cluster: "cluster.retention-window-actual"),
            title: "The restorable window reaches back far enough",
            why: "A retention that was raised yesterday restores no earlier day: late damage cannot be undone.",
            severity: .high,
            standards: [.nist80053("CP-9")] + Standard.backups,
            field: "databases[].backups.retention",
            required: \.requiredReach,
            observed: \.database.earliestRestorableTime,
            satisfies: { earliest, reach in earliest.map { $0 <= reach.since } ?? false },
            showRequired: { $0.isYoung ? "back to its creation" : "\(Shown.days($0.days)) back" },
            showObserved: { $0.map { "back to \($0.shown)" } ?? "none" },
            remedy: { subject, reach in
                guard case .known(let earliest?) = subject.database.earliestRestorableTime else {
                    return .resolvesItself("The first backup begins the window; it is taken within minutes.")
                }
                guard subject.database.backupRetentionDays.value.map({ $0 >= reach.days }) ?? false else {
                    return .resolvesItself(
                        "The window grows by a day each day, once backups are retained for \(Shown.days(reach.days)).")
                }
                let due = earliest + TimeSpan(reach.days, .days) - reach.slack
                return .resolvesItself("The window grows by a day each day, and is long enough on \(due.day).")
            }
        )
    }
}

/// How far back recovery must reach by now.
private struct RequiredReach: Sendable {
    var days: Int
    /// That much ago, or the creation of a younger database.
    var begun: Instant
    /// How much later the window may begin.
    var slack: TimeSpan
    /// Younger than its retention: there is nothing before its creation.
    var isYoung: Bool

    /// The latest beginning of the window that is early enough.
    var since: Instant { begun + slack }
}

extension DatabaseSubject {
    /// Nil when no retention is asked for, automated backups are disabled, or they are the source's.
    ///
    /// The window begins with the oldest automated snapshot that is left. One is taken each day at some time in the backup
    /// window, and deleted when its days are over, so that the oldest is up to a day and a backup window younger.
    fileprivate var requiredReach: RequiredReach? {
        guard let retention = policy.backups.retention, !isBackedUpBySource,
            database.backupRetentionDays != .known(0)
        else { return nil }
        let days = min(retention.days, DatabasePolicy.automatedBackupDays)
        let whole = context.now - TimeSpan(days, .days)
        let begun = database.createdAt.map { max($0, whole) } ?? whole
        let window = (database.backupWindow.value ?? nil)?.length ?? 0
        return RequiredReach(
            days: days, begun: begun, slack: TimeSpan(24 * 60 + window, .minutes), isYoung: begun > whole)
    }
}

extension Instant: Recordable { package var recorded: JSONValue { .string(description) } }
