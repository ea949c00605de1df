import AWSNames
import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Every snapshot is encrypted, copies elsewhere included.
    static func snapshotEncrypted(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.snapshot-encrypted", cluster: "cluster.snapshot-encrypted"),
            title: "Every snapshot is encrypted",
            why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
            severity: .high,
            standards: [.securityHub("RDS.4"), .awsConfig("rds-snapshot-encrypted"), .nist80053("CP-9(8)")]
                + Standard.cryptography,
            field: "databases[].protection.encryption",
            required: { $0.policy.protection.encrypted == true ? "all encrypted" : nil },
            observed: { $0.kept.unencrypted },
            satisfies: { unencrypted, _ in unencrypted.isEmpty },
            showObserved: { $0.isEmpty ? "all encrypted" : "not encrypted: \(Shown.text($0))" },
            remedy: { _, _ in
                .procedure("Copy each of them with a key, check the copy by a drill, then delete the unencrypted one.")
            }
        )
    }

    /// No snapshot can be restored by everybody, or by an account outside the policy's scope; no copy elsewhere either.
    static func snapshotNotShared(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.snapshot-not-shared", cluster: "cluster.snapshot-not-shared"),
            title: "No snapshot is public or shared outside the scope",
            why: "Whoever may restore a snapshot has all the data.",
            severity: .critical,
            standards: [.securityHub("RDS.1"), .awsConfig("rds-snapshots-public-prohibited"), .nist80053("AC-3")]
                + Standard.boundary,
            field: "scope.accounts",
            required: { $0.context.policy.scope.accounts.map(\.description) },
            observed: { $0.kept.shares(outside: $0.context.insideScope) },
            satisfies: { strangers, _ in strangers.isEmpty },
            showRequired: { "only with \(Shown.text($0))" },
            showObserved: { $0.isEmpty ? "not shared" : "shared: \(Shown.text($0))" },
            remedy: { subject, allowed in
                subject.kept.unsharing(kind, of: subject.database.id, outside: Set(allowed))
            }
        )
    }
}
