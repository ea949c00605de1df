import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Storage, and with it every backup, is encrypted.
    package static let clusterStorageEncrypted = Control(
        "cluster.storage-encrypted",
        title: "The cluster's storage and backups are encrypted",
        why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
        severity: .high,
        standards: [.securityHub("RDS.27"), .nist80053("SC-28"), .nist80053("CP-9(8)")],
        field: "databases[].protection.encryption",
        required: { $0.policy.protection.encrypted == true ? true : nil },
        observed: \.cluster.storageEncrypted,
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in
            .procedure(
                "Encryption cannot be switched on in place: restore a snapshot of \(subject.cluster.id) with "
                    + "--kms-key-id as another cluster, and move the application to it.")
        }
    )

    /// The key is the one that the policy names, so that whoever may recover may decrypt.
    package static let clusterEncryptionKey = Control(
        "cluster.encryption-key",
        title: "The cluster's storage is encrypted with the required key",
        why: "A backup under another key cannot be restored by those who hold only the required one.",
        severity: .medium,
        field: "databases[].protection.encryption",
        required: \.policy.protection.encryptionKey,
        observed: { subject in
            guard let key = subject.policy.protection.encryptionKey else { return .known(nil) }
            let held = subject.cluster.encryptionKey
            return subject.context.isKey(held, named: key).map { $0 ? key : held }
        },
        satisfies: ==,
        remedy: { subject, key in
            .procedure(
                "The key cannot be changed in place: copy a snapshot of \(subject.cluster.id) with \(key), restore from "
                    + "the copy, and move the application to it.")
        }
    )
}
