import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Storage, and with it every backup, is encrypted.
    static func storageEncrypted(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.storage-encrypted", cluster: "cluster.storage-encrypted"),
            title: "Storage and backups are encrypted",
            why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
            severity: .high,
            standards: kind.pick(
                instance: [.securityHub("RDS.3"), .awsConfig("rds-storage-encrypted"), .cis("2.2.1")],
                cluster: [.securityHub("RDS.27"), .awsConfig("rds-cluster-encrypted-at-rest")])
                + [.nist80053("SC-28"), .nist80053("CP-9(8)")],
            field: "databases[].protection.encryption",
            required: { $0.policy.protection.encrypted == true ? true : nil },
            observed: \.database.storageEncrypted,
            satisfies: { observed, _ in observed },
            remedy: { subject, _ in
                .procedure(
                    "Encryption cannot be enabled in place: snapshot \(subject.database.id), "
                        + kind.pick(
                            instance: "copy the snapshot with a key, restore from the copy, ",
                            cluster: "restore the snapshot with --kms-key-id as another cluster, ")
                        + "and move the application to it.")
            },
            template: { subject, _ in subject.fragment("StorageEncrypted", value: true) },
            configRule: { _, _ in
                ConfigRule(kind.pick(instance: "rds-storage-encrypted", cluster: "rds-cluster-encrypted-at-rest"))
            }
        )
    }

    /// The key is the one that the policy names, so that whoever may recover may decrypt.
    static func encryptionKey(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.encryption-key", cluster: "cluster.encryption-key"),
            title: "Storage is encrypted with the required key",
            why: "A backup under another key cannot be restored by those who hold only the required one.",
            severity: .medium,
            field: "databases[].protection.encryption",
            required: \.policy.protection.encryptionKey,
            observed: { subject in
                guard let key = subject.policy.protection.encryptionKey else { return .known(nil) }
                return subject.database.encryptionKey.flatMap { held in
                    subject.context.isKey(held, named: key).map { $0 ? key : held }
                }
            },
            satisfies: ==,
            remedy: { subject, key in
                .procedure(
                    "The key cannot be changed in place: snapshot \(subject.database.id), copy the snapshot with \(key), "
                        + "restore from the copy, and move the application to it.")
            },
            template: { subject, key in
                subject.fragment("KmsKeyId", value: subject.context.target.templateKey(key))
            }
        )
    }
}
