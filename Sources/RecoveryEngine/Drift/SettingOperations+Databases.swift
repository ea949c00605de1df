import RecoveryModel

extension SettingOperations {
    /// Of the controls of instances, or of clusters, whose settings are in part those of their members.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html
    static func databases(_ kind: DatabaseKind) -> [ControlID: Set<String>] {
        let calls = DatabaseCalls(kind)
        let prefix = kind.resource.rawValue
        var all: [ControlID: Set<String>] = [:]
        for (name, operations) in settings(calls) + backups(calls) { all[ControlID("\(prefix).\(name)")] = operations }
        guard kind == .instance else { return all }
        all["database.option-group-restorable"] = calls.made.union([
            "ModifyDBInstance", "CreateOptionGroup", "CopyOptionGroup", "DeleteOptionGroup",
        ])
        return all
    }

    private static func settings(_ calls: DatabaseCalls) -> [(String, Set<String>)] {
        let ofModify = [
            "backup-retention", "backup-window", "ca-certificate", "copy-tags", "deletion-protection",
            "engine-supported", "enhanced-monitoring", "iam-authentication", "log-exports", "maintenance-window",
            "minor-version-upgrades", "multi-az", "not-public", "pending-modifications", "performance-insights",
            "retention-window-actual", "storage-headroom",
        ].map { ($0, calls.setting) }
        return ofModify + [
            // A key and encryption are chosen when a database is made, and never afterwards.
            ("encryption-key", calls.made), ("storage-encrypted", calls.made),
            ("force-tls", calls.setting.union(calls.parameters)),
            ("parameter-group-restorable", calls.setting.union(calls.groups)),
            ("status", calls.setting.union(calls.stopping)),
        ]
    }

    private static func backups(_ calls: DatabaseCalls) -> [(String, Set<String>)] {
        [
            // A drill that was not run is no call.
            ("drill-current", []), ("rto-proven", []),
            ("cross-region-copy", calls.deletedBackups.union(calls.replication)),
            ("monthly-copies", calls.deletedBackups),
            ("recovery-point-age", calls.deletedBackups.union(calls.stopping)),
            ("recovery-point-exists", calls.deletedBackups.union(calls.setting)),
            ("restorable-lag", calls.stopping),
            ("snapshot-encrypted", calls.madeSnapshots), ("snapshot-not-shared", calls.sharing),
        ]
    }

    /// Of selectors that match nothing, and of what deleted databases leave.
    static let selections: [ControlID: Set<String>] = {
        let (instance, cluster) = (DatabaseCalls(.instance), DatabaseCalls(.cluster))
        let tags: Set = ["AddTagsToResource", "RemoveTagsFromResource"]
        return [
            "database.exists": instance.setting.union(cluster.setting).union(tags),
            "database.final-snapshot-tags": tags.union(["DeleteDBInstance", "DeleteDBCluster"]),
            "database.orphaned-snapshots": instance.sharing.union(cluster.sharing).union(instance.madeSnapshots)
                .union(cluster.madeSnapshots).union(["DeleteDBInstance", "DeleteDBCluster"]),
        ]
    }()

    /// What is judged of databases outside RDS is on their machines, or in objects, of which CloudTrail's history has no events.
    static let selfManaged: [ControlID: Set<String>] = Dictionary(
        uniqueKeysWithValues: [
            "base-backup-age", "drill-current", "encryption", "heartbeat", "log-gaps", "manifests-trusted",
            "newest-backup-age", "place-reachable", "recoverable-to", "retention", "rto-proven", "stanza-status",
            "verified-backup-age",
        ].map { (ControlID("self-managed.\($0)"), []) })
}

/// The operations of one kind of database.
private struct DatabaseCalls {
    /// Those that change a setting of an existing one, and those that make it anew.
    var setting: Set<String>
    var made: Set<String>
    var stopping: Set<String>
    /// What is in parameter groups, and that they exist.
    var parameters: Set<String>
    var groups: Set<String>
    var madeSnapshots: Set<String>
    var sharing: Set<String>
    /// Snapshots and automated backups.
    var deletedBackups: Set<String>
    /// Of automated backups, to other regions.
    var replication: Set<String>

    init(_ kind: DatabaseKind) {
        let instances: Set = [
            "CreateDBInstance", "CreateDBInstanceReadReplica", "DeleteDBInstance", "PromoteReadReplica",
            "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceFromS3", "RestoreDBInstanceToPointInTime",
        ]
        let replicated: Set = [
            "StartDBInstanceAutomatedBackupsReplication", "StopDBInstanceAutomatedBackupsReplication",
        ]
        switch kind {
        case .instance:
            made = instances
            setting = made.union(["ModifyDBInstance"])
            stopping = ["StartDBInstance", "StopDBInstance"]
            groups = ["CreateDBParameterGroup", "CopyDBParameterGroup", "DeleteDBParameterGroup"]
            parameters = groups.union(["ModifyDBParameterGroup", "RebootDBInstance", "ResetDBParameterGroup"])
            madeSnapshots = ["CopyDBSnapshot", "CreateDBSnapshot"]
            sharing = ["ModifyDBSnapshotAttribute"]
            deletedBackups = ["DeleteDBInstanceAutomatedBackup", "DeleteDBSnapshot"]
            replication = replicated
        case .cluster:
            made = instances.union([
                "CreateDBCluster", "DeleteDBCluster", "PromoteReadReplicaDBCluster", "RestoreDBClusterFromS3",
                "RestoreDBClusterFromSnapshot", "RestoreDBClusterToPointInTime",
            ])
            setting = made.union(["ModifyDBCluster", "ModifyDBInstance"])
            stopping = ["StartDBCluster", "StopDBCluster"]
            groups = [
                "CreateDBClusterParameterGroup", "CopyDBClusterParameterGroup", "DeleteDBClusterParameterGroup",
            ]
            parameters = groups.union([
                "ModifyDBClusterParameterGroup", "RebootDBCluster", "RebootDBInstance",
                "ResetDBClusterParameterGroup",
            ])
            madeSnapshots = ["CopyDBClusterSnapshot", "CreateDBClusterSnapshot"]
            sharing = ["ModifyDBClusterSnapshotAttribute"]
            deletedBackups = ["DeleteDBClusterAutomatedBackup", "DeleteDBClusterSnapshot"]
            replication = replicated
        }
    }
}
