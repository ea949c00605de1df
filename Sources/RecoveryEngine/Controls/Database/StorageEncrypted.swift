import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Storage, and with it every backup, is encrypted.
    package static let storageEncrypted = Control(
        "database.storage-encrypted",
        title: "Storage and backups are encrypted",
        why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
        severity: .high,
        standards: [
            .securityHub("RDS.3"), .awsConfig("rds-storage-encrypted"), .cis("2.2.1"), .nist80053("SC-28"),
            .nist80053("CP-9(8)"),
        ],
        field: "databases[].protection.encryption",
        required: { $0.policy.protection.encrypted == true ? true : nil },
        observed: \.instance.storageEncrypted,
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in
            .procedure(
                "Encryption cannot be switched on in place: snapshot \(subject.instance.id), copy the snapshot with a key, "
                    + "restore from the copy, and move the application to it.")
        },
        template: { subject, _ in subject.fragment("StorageEncrypted", value: true) }
    )

    /// The key is the one that the policy names, so that whoever may recover may decrypt.
    package static let encryptionKey = Control(
        "database.encryption-key",
        title: "Storage is encrypted with the required key",
        why: "A backup under another key cannot be restored by those who hold only the required one.",
        severity: .medium,
        field: "databases[].protection.encryption",
        required: \.policy.protection.encryptionKey,
        observed: { subject in
            guard let key = subject.policy.protection.encryptionKey else { return .known(nil) }
            let held = subject.instance.encryptionKey
            return subject.context.isKey(held, named: key).map { $0 ? key : held }
        },
        satisfies: ==,
        remedy: { subject, key in
            .procedure(
                "The key cannot be changed in place: snapshot \(subject.instance.id), copy the snapshot with \(key), "
                    + "restore from the copy, and move the application to it.")
        },
        template: { subject, key in
            subject.fragment("KmsKeyId", value: subject.context.templateKey(key))
        }
    )
}
