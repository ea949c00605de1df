import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The database runs, so that it is backed up.
    static func databaseStatus(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.status", cluster: "cluster.status"),
            title: "The database is in a state in which it is backed up",
            why:
                "A stopped, full or failed database takes no backups, and one that is being deleted takes its own along.",
            severity: .high,
            field: "databases[]",
            required: { _ in "running" },
            observed: \.database.status,
            satisfies: { status, _ in kind.isRunning(status) },
            remedy: { subject, _ in
                let database = subject.database
                switch database.status.value {
                case "deleting":
                    return .procedure(
                        "Find out who deletes it and why. The final snapshot, retained automated backups and copies "
                            + "elsewhere are what is left to restore from.")
                case "stopped":
                    return .procedure("Start it: aws rds start-\(database.cliNoun) \(database.cliIdentifier)")
                case "storage-full": return .procedure("Add storage: backups and writes fail until it has some.")
                case let status:
                    return .procedure(
                        "Read the events of \(database.id) to see why it is \(status ?? "in that state").")
                }
            }
        )
    }

    /// No change sits unapplied until a maintenance window.
    static func pendingModifications(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.pending-modifications", cluster: "cluster.pending-modifications"),
            title: "No modification is pending",
            why: "A setting that is asked for and not yet in force does not protect anything.",
            severity: .low,
            field: "databases[]",
            required: { _ in [String]() },
            observed: { subject in
                subject.database.pendingModifications.map { $0 + subject.database.groupsWaiting }
            },
            satisfies: { pending, _ in pending.isEmpty },
            showRequired: { _ in "nothing pending" },
            showObserved: { $0.isEmpty ? "nothing pending" : Shown.text($0) },
            remedy: { subject, _ in
                if let remedy = subject.database.restartRemedy { return remedy }
                let window = (subject.database.maintenanceWindow.value ?? nil).map { " \($0) UTC" } ?? ""
                return .resolvesItself("Applied in the maintenance window\(window), or at once by a restart.")
            }
        )
    }
}

extension Database {
    /// The parameter groups that wait for a restart, for people: its own, and those of a cluster's members.
    fileprivate var groupsWaiting: [String] {
        (awaitsRestart ? ["parameter group (waits for a restart)"] : [])
            + membersAwaitingRestart.map { "parameter group of \($0) (waits for a restart)" }
    }

    /// The members of a cluster whose own groups wait, sorted. An instance is its own only member.
    private var membersAwaitingRestart: [String] {
        kind == .cluster ? (members.value ?? []).filter(\.awaitsRestart).map(\.id).sorted() : []
    }

    /// Nil when nothing waits for a restart.
    fileprivate var restartRemedy: Remedy? {
        guard awaitsRestart || !membersAwaitingRestart.isEmpty else { return nil }
        // Aurora restarts by instance.
        let all = form == .auroraCluster ? (members.value ?? []).map(\.id).sorted() : []
        let waiting = awaitsRestart ? all : membersAwaitingRestart
        let commands =
            waiting.isEmpty
            ? ["aws rds reboot-\(cliNoun) \(cliIdentifier)"]
            : waiting.map { "aws rds reboot-db-instance --db-instance-identifier \($0)" }
        return .procedure(
            "Restart it when that suits: the parameter group is in force only then. "
                + commands.joined(separator: "; "))
    }
}

extension DatabaseKind {
    /// Whether a database of that status takes backups, or will in a moment; a status that we do not know does not count.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
    /// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html
    fileprivate func isRunning(_ status: String) -> Bool {
        let running: Set<String> = pick(
            instance: [
                "available", "backing-up", "converting-to-vpc", "creating", "maintenance", "modifying", "moving-to-vpc",
                "rebooting", "renaming", "resetting-master-credentials", "starting", "storage-config-upgrade",
                "storage-initialization", "storage-optimization", "upgrading",
            ],
            cluster: [
                "available", "backing-up", "backtracking", "creating", "failing-over", "maintenance", "modifying",
                "promoting", "rebooting", "renaming", "resetting-master-credentials", "scaling-compute",
                "scaling-storage", "starting", "storage-optimization", "update-iam-db-auth", "upgrading",
            ])
        return running.contains(status) || status.hasPrefix("configuring-")
    }
}
