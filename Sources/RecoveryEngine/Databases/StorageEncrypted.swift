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
                + [.nist80053("SC-28"), .nist80053("CP-9(8)")] + Standard.cryptography,
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
            title: "Storage is encrypted with a usable key, the required one where one is named",
            why: "What is under another key, or one that is disabled or deleted, cannot be restored by those who must.",
            severity: .high,
            standards: Standard.cryptography,
            field: "databases[].protection.encryption",
            // Without encryption there is no key to judge, unless one is named.
            isJudged: { subject in
                subject.policy.protection.encryptionKey != nil || subject.database.storageEncrypted != .known(false)
            },
            required: { subject -> RequiredKey? in
                if let key = subject.policy.protection.encryptionKey { return .named(key) }
                return subject.policy.protection.encrypted == true ? .any : nil
            },
            observed: { $0.heldKey },
            satisfies: { observed, required in required.isMet(by: observed) },
            showRequired: \.shown,
            showObserved: \.shown,
            remedy: { subject, required in
                if let remedy = subject.heldKey.value?.remedy { return remedy }
                guard case .named(let key) = required else {
                    return .procedure("Find out in RDS which key \(subject.database.id) is encrypted with.")
                }
                return .procedure(
                    "The key cannot be changed in place: snapshot \(subject.database.id), copy the snapshot with \(key), "
                        + "restore from the copy, and move the application to it.")
            },
            template: { subject, required in
                guard case .named(let key) = required else { return [] }
                return subject.fragment("KmsKeyId", value: subject.context.target.templateKey(key))
            }
        )
    }
}

extension DatabaseSubject {
    fileprivate var heldKey: Collected<SeenKey> {
        database.encryptionKey.flatMap { context.seenKey($0, named: policy.protection.encryptionKey) }
    }
}
