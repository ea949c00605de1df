import RecoveryModel

@testable import RecoveryEngine

extension Violation {
    /// One for each control of databases outside RDS.
    static let ofSelfManaged: [Violation] = [
        Violation(
            "self-managed.place-reachable", on: "kb", .procedure("Find out what became of s3://kb-dumps"),
            outside {
                $0.inventory.selfManaged["kb"]?.backups = .known(nil)
            }),
        Violation(
            "self-managed.newest-backup-age", on: "kb", .procedure("Back up now (drctl backup create"),
            outside {
                $0.dumps.removeLast()
            }),
        Violation(
            "self-managed.verified-backup-age", on: "kb", .procedure("Verify the newest one"),
            outside {
                $0.dumps[38].verifications = [$0.verification(of: 38, .checksums)]
            }),
        Violation(
            "self-managed.retention", on: "kb", .procedure("Find out whether the job failed then"),
            outside {
                $0.dumps.remove(at: 20)
            }),
        Violation(
            "self-managed.encryption", on: "kb", .procedure("Back up again by the policy"),
            outside {
                $0.policy.selfManaged[0].backups?.encryption.age = ["age1x", "age1y"]
            }),
        Violation(
            "self-managed.manifests-trusted", on: "kb", .procedure("Find out who changed it"),
            outside {
                $0.dumps.append(
                    StoredBackup(name: "kb-x", manifest: nil, damage: "the manifest was changed", objects: []))
            }),
        Violation(
            "self-managed.heartbeat", on: "kb", .procedure("Back up with --publish-metrics"),
            outside {
                $0.policy.alarms?.heartbeats["backup"] = TimeSpan(3, .hours)
            }),
        Violation(
            "self-managed.stanza-status", on: "ledger", .procedure("Look at `pgbackrest info`"),
            outside { $0.stanza?.code = 2 }),
        Violation(
            "self-managed.base-backup-age", on: "ledger", .procedure("Back up now (pgbackrest --stanza=main backup)"),
            outside { $0.stanza?.backups.removeLast() }),
        Violation(
            "self-managed.recoverable-to", on: "ledger", .procedure("Find out why the log is not archived"),
            outside { $0.policy.objectives.rpo = TimeSpan(9, .minutes) }),
        Violation(
            "self-managed.log-gaps", on: "ledger", .procedure("Back up now (pgbackrest --stanza=main backup)"),
            outside { estate in
                let archive = estate.stanza?.archive ?? .known([])
                estate.stanza?.archive = archive.map { $0.filter { $0.segment.index != 4 } }
            }),
        Violation(
            "self-managed.drill-current", on: "kb", .procedure("Run a drill and fix what it finds"),
            outside {
                $0.replaceOutsideDrills { $0.at = Estate.now - TimeSpan(91, .days) }
            }),
        Violation(
            "self-managed.rto-proven", on: "kb", .procedure("Shorten the recovery"),
            outside {
                $0.replaceOutsideDrills { $0.recoveryTime = 4 * 3_600_000 + 1 }
            }),
    ]

    /// A change of an estate that has a database outside RDS; the others stay as they are.
    private static func outside(_ change: @escaping @Sendable (inout Estate) -> Void)
        -> @Sendable (inout Estate) -> Void
    {
        { estate in
            guard !estate.policy.selfManaged.isEmpty, estate.dumps.count > 38 else { return }
            change(&estate)
        }
    }
}
