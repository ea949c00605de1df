import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The instance runs, so that it is backed up.
    package static let databaseStatus = Control(
        "database.status",
        title: "The database is in a state in which it is backed up",
        why: "A stopped, full or failed instance takes no backups, and one that is being deleted takes its own along.",
        severity: .high,
        field: "databases[]",
        required: { _ in "running" },
        observed: { .known($0.instance.status) },
        satisfies: { status, _ in DatabaseInstance.isRunning(status) },
        remedy: { subject, _ in
            switch subject.instance.status {
            case "deleting":
                .procedure(
                    "Find out who deletes it and why. The final snapshot, kept automated backups and copies elsewhere "
                        + "are what is left to restore from.")
            case "stopped":
                .procedure("Start it: aws rds start-db-instance --db-instance-identifier \(subject.instance.id)")
            case "storage-full": .procedure("Give it more storage: backups and writes fail until it has some.")
            case let status: .procedure("Look at the instance's events for why it is \(status).")
            }
        }
    )
}

extension DatabaseInstance {
    /// Whether an instance of that status takes backups, or will in a moment; a status we do not know does not count.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
    fileprivate static func isRunning(_ status: String) -> Bool {
        let running: Set<String> = [
            "available", "backing-up", "converting-to-vpc", "creating", "maintenance", "modifying", "moving-to-vpc",
            "rebooting", "renaming", "resetting-master-credentials", "starting", "storage-config-upgrade",
            "storage-initialization", "storage-optimization", "upgrading",
        ]
        return running.contains(status) || status.hasPrefix("configuring-")
    }
}

extension DatabaseSubject {
    /// How many seconds ago an instant was, rounded up: a recovery point is never judged younger than it is.
    func age(of instant: Instant) -> Int { Int((context.now - instant).rounded(.up)) }
}
