/// The instants that RDS can restore an instance to.
package struct RestorableWindow: Hashable, Sendable, Codable {
    package var instance: String
    package var retentionDays: Int
    package var earliest: Instant?
    package var latest: Instant?

    package init(of instance: InstanceFacts) {
        self.instance = instance.id
        // Without a retention that RDS reports, no point in time is promised.
        retentionDays = instance.backupRetentionDays ?? 0
        earliest = instance.earliestRestorable
        latest = instance.latestRestorable
    }

    /// True when some point in time can be restored.
    package var isOpen: Bool { retentionDays > 0 && latest != nil }

    /// Why no point in time can be restored.
    package var absence: String {
        retentionDays == 0
            ? "no recovery point: automated backups of \(instance) are disabled (retention 0 days), so no point in time "
                + "can be restored"
            : "no recovery point: \(instance) has no restorable time yet (its first automated backup is not complete)"
    }
}
