/// Which backups a policy of retention keeps: the newest of each of so many days, weeks, months and years that have one.
///
/// Periods without a backup do not count, so that nothing expires because time passes: a clock that jumps, or a job that
/// has failed for a month, deletes nothing.
package struct RetentionRules: Hashable, Sendable {
    package var daily = 0
    package var weekly = 0
    package var monthly = 0
    package var yearly = 0
    /// So many of the newest are kept whatever else is said; at least one.
    package var minimum = 3

    package init() {}
}

/// What `drctl backup prune` would do, or has done.
package struct PrunePlan: Hashable, Sendable {
    /// A backup that stays, and why.
    package struct Kept: Hashable, Sendable {
        package var name: String
        package var reasons: [String]

        package init(name: String, reasons: [String]) {
            self.name = name
            self.reasons = reasons
        }
    }

    package var place: String
    package var kept: [Kept]
    /// Those that go, oldest first.
    package var removed: [String]
    /// Leftovers of killed backups that go.
    package var leftovers: [String]
    /// Whether they are gone: a plan is only shown.
    package var isDone = false
    /// What could not be deleted, with the reason.
    package var failures: [String] = []

    package init(place: String, kept: [Kept], removed: [String], leftovers: [String]) {
        self.place = place
        self.kept = kept
        self.removed = removed
        self.leftovers = leftovers
    }
}
