import AWSNames
import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Every snapshot is encrypted.
    package static let clusterSnapshotEncrypted = Control(
        "cluster.snapshot-encrypted",
        title: "Every snapshot of the cluster is encrypted",
        why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
        severity: .high,
        standards: [.securityHub("RDS.4"), .awsConfig("rds-snapshot-encrypted"), .nist80053("CP-9(8)")],
        field: "databases[].protection.encryption",
        required: { $0.policy.protection.encrypted == true ? "all encrypted" : nil },
        observed: { $0.cluster.snapshots.map { $0.filter { !$0.encrypted }.map(\.id).sorted() } },
        satisfies: { unencrypted, _ in unencrypted.isEmpty },
        showObserved: { $0.isEmpty ? "all encrypted" : "not encrypted: \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure("Copy each of them with a key, check the copy, then delete the unencrypted one.")
        }
    )

    /// No snapshot can be restored by everybody, or by an account outside the policy's scope.
    package static let clusterSnapshotNotShared = Control(
        "cluster.snapshot-not-shared",
        title: "No snapshot of the cluster is public or shared outside the scope",
        why: "Whoever may restore a snapshot has all the data.",
        severity: .critical,
        standards: [.securityHub("RDS.1"), .awsConfig("rds-snapshots-public-prohibited"), .nist80053("AC-3")],
        field: "scope.accounts",
        required: { $0.context.policy.scope.accounts.map(\.description) },
        observed: { subject in
            let allowed = subject.context.policy.scope.accounts.map(\.description)
            return subject.cluster.snapshots.flatMap { $0.shares(outside: Set(allowed)) }
        },
        satisfies: { strangers, _ in strangers.isEmpty },
        showRequired: { "only with \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "not shared" : "shared: \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure(
                "Take the restore permission away with ModifyDBClusterSnapshotAttribute, and find out who used it.")
        }
    )
}
